INSERT INTO objects (set_key, id, text) VALUES (?, ?, ?)
