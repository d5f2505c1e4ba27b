SELECT id, collection, from_generation, to_generation, at, cause, added, changed, removed, bytes, milliseconds, verified, sets, digest, reason, kept_bytes, last_change
FROM history WHERE collection = ? AND to_generation = ? ORDER BY id DESC LIMIT 1
