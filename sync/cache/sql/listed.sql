SELECT 1 FROM sets WHERE EXISTS (SELECT 1 FROM objects INDEXED BY objects_set WHERE objects.set_key = sets.key AND objects.row = ?) LIMIT 1
