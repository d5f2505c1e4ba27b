SELECT key, parent, path, set_key, objects FROM sets WHERE path = ?
