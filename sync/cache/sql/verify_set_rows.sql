-- The index by set, entry by entry: has it a row?
SELECT i.set_key, i.row, (SELECT count(*) FROM objects o NOT INDEXED WHERE o.row = i.row AND o.set_key = i.set_key)
FROM objects i INDEXED BY objects_set WHERE (i.set_key, i.row) > (?, ?) ORDER BY i.set_key, i.row LIMIT ?
