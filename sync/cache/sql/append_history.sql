INSERT INTO history (collection, from_generation, to_generation, at, cause, added, changed, removed, bytes, milliseconds, verified, sets)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
