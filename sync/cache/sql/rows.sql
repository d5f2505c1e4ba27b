SELECT row FROM objects WHERE set_key = ? ORDER BY row LIMIT ?
