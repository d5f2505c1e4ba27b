SELECT row, id, text FROM objects WHERE set_key = ? AND row > ?
AND NOT EXISTS (SELECT 1 FROM marks WHERE marks.set_key = objects.set_key AND marks.row = objects.row) ORDER BY row LIMIT 500
