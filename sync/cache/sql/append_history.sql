INSERT INTO history (id, collection, from_generation, to_generation, at, cause, added, changed, removed, bytes, milliseconds, verified, sets, digest, reason, kept_bytes, last_change)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0))
