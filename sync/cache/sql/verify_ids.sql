-- The index by id, entry by entry: has it a row?
SELECT i.set_key, i.id, i.row, (SELECT count(*) FROM objects o NOT INDEXED WHERE o.row = i.row AND o.set_key = i.set_key AND o.id = i.id)
FROM objects i INDEXED BY objects_id WHERE (i.set_key, i.id) > (?, ?) ORDER BY i.set_key, i.id LIMIT ?
