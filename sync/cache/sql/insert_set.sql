INSERT INTO sets (parent, depth, path, set_key, objects) VALUES (?, ?, ?, ?, ?)
