-- Rows with what the indexes say of them.
SELECT o.row, o.set_key, o.id, o.text, (SELECT i.row FROM objects i INDEXED BY objects_id WHERE i.set_key = o.set_key AND i.id = o.id),
(SELECT count(*) FROM objects s INDEXED BY objects_set WHERE s.set_key = o.set_key AND s.row = o.row)
FROM objects o NOT INDEXED WHERE o.row > ? ORDER BY o.row LIMIT ?
