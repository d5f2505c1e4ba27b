DELETE FROM sets WHERE key = ?
