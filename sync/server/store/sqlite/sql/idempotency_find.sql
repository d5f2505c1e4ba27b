-- Old as in idempotency_prune.
SELECT body_hash, answer FROM idempotency WHERE key = ?3 AND number > coalesce((SELECT number FROM idempotency WHERE at < ?1
AND number < coalesce((SELECT number FROM idempotency WHERE +at >= ?1 AND +at <= ?2 ORDER BY number LIMIT 1), 9223372036854775807)
ORDER BY at DESC, number DESC LIMIT 1), 0)
