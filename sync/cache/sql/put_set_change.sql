INSERT INTO set_changes (history, set_key, parent, depth, path, key, created) VALUES (?, ?, ?, ?, ?, ?, ?)
