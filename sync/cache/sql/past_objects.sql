SELECT row, id, text FROM objects WHERE set_key = ? AND row > ? AND row NOT IN (SELECT row FROM past)
UNION ALL SELECT p.row, c.id, c.before FROM past p JOIN changes c ON c.change = p.change
WHERE p.set_key = ? AND p.present = 1 AND p.row > ? ORDER BY 1 LIMIT 500
