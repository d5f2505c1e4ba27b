SELECT row, set_key, text FROM objects WHERE row > ? ORDER BY row LIMIT ?
