SELECT row, text FROM objects WHERE set_key = ?1 AND id = ?2 AND row NOT IN (SELECT row FROM past)
UNION ALL SELECT p.row, c.before FROM past p JOIN changes c ON c.change = p.change
WHERE p.row IN (SELECT row FROM objects WHERE set_key = ?1 AND id = ?2 UNION SELECT row FROM changes WHERE set_key = ?1 AND id = ?2 AND removed) AND p.present
