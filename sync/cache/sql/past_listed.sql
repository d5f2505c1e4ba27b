SELECT 1 FROM sets WHERE ?1 NOT IN (SELECT row FROM past)
AND EXISTS (SELECT 1 FROM objects INDEXED BY objects_set WHERE objects.set_key = sets.key AND objects.row = ?1) LIMIT 1
