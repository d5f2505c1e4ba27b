-- Old is what comes before the first record that is neither older than ?1 nor from the future (after ?2). Of what
-- comes before, the one that says the latest time counts: one with an earlier time after it was made by a clock
-- that was wrong, and may be young.
SELECT coalesce((SELECT last FROM transactions WHERE at < ?1
AND last < coalesce((SELECT last FROM transactions WHERE +at >= ?1 AND +at <= ?2 ORDER BY last LIMIT 1), 9223372036854775807)
ORDER BY at DESC, last DESC LIMIT 1), 0)
