INSERT INTO members (set_key, id, generation, object) VALUES (?, ?, ?, ?)
ON CONFLICT (set_key, id) DO UPDATE SET generation = excluded.generation, object = excluded.object
