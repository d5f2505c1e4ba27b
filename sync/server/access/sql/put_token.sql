INSERT INTO tokens (id, name, role, trees, created, expires, hash) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, trees = excluded.trees, expires = excluded.expires
