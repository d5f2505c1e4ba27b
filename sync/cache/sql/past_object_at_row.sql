SELECT row, id, text FROM objects WHERE row = ? AND row NOT IN (SELECT row FROM past)
UNION ALL SELECT p.row, c.id, c.before FROM past p JOIN changes c ON c.change = p.change WHERE p.row = ? AND p.present
