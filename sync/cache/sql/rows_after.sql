SELECT row FROM objects WHERE set_key = ? AND row > ? ORDER BY row LIMIT ?
