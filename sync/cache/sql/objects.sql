SELECT row, id, text FROM objects WHERE set_key = ? AND row > ? ORDER BY row LIMIT 500
