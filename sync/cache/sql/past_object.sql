SELECT row, text FROM objects WHERE set_key = ? AND id = ? AND row NOT IN (SELECT row FROM past)
UNION ALL SELECT p.row, c.before FROM changes c JOIN past p ON p.change = c.change WHERE c.set_key = ? AND c.id = ? AND p.present
