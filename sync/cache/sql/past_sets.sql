SELECT key, parent, path, set_key, objects, depth FROM past_tree ORDER BY depth, path
