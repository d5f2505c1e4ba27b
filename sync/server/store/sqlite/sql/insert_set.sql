INSERT INTO sets (parent, depth, path, set_key, maximum_removals, members, removals, floor, created, changed, removed, alive)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
