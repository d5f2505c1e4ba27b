INSERT INTO objects (set_key, id, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
