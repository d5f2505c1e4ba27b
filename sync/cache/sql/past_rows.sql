SELECT row FROM objects WHERE set_key = ? AND row NOT IN (SELECT row FROM past)
UNION ALL SELECT row FROM past WHERE set_key = ? AND present = 1 ORDER BY 1 LIMIT ?
