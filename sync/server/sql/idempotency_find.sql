SELECT body_hash, answer FROM idempotency WHERE key = ? AND at >= ?
