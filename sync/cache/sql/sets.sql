SELECT key, parent, path, set_key, objects FROM sets ORDER BY depth, path
