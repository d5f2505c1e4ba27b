DELETE FROM objects WHERE row = ?
