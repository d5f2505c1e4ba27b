SELECT key, parent, path, set_key, maximum_removals, members, removals, floor, created, changed, removed, alive FROM sets ORDER BY depth, path
