SELECT key, parent, path, set_key, maximum_removals, members, removals, floor, created, changed, removed, alive FROM sets WHERE alive AND parent = ? AND changed > ? ORDER BY changed
