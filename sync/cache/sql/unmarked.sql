SELECT row, id, text FROM objects WHERE set_key = ?1 AND row > ?2
AND row NOT IN (SELECT row FROM marks WHERE set_key = ?1) ORDER BY row LIMIT 500
