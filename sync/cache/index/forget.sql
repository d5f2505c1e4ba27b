DELETE FROM documents WHERE row = ?
