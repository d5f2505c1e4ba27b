INSERT OR REPLACE INTO idempotency (key, body_hash, answer, at) VALUES (?, ?, ?, ?)
