SELECT history, before IS NULL, before FROM changes
WHERE row IN (SELECT row FROM objects WHERE set_key = ?1 AND id = ?2 UNION SELECT row FROM changes WHERE set_key = ?1 AND id = ?2 AND removed) ORDER BY change DESC
