-- The newest record up to which all is past a limit; it stays itself, as the oldest state that can be shown. Old is what
-- comes before the first record that is neither older than ?1 nor from the future (after ?2). Of what comes before,
-- the one that says the latest time counts: one with an earlier time after it was made by a clock that was wrong,
-- and may be young.
SELECT max(coalesce((SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?3), 0), coalesce((SELECT id FROM history WHERE at < ?1
AND id < coalesce((SELECT id FROM history WHERE at >= ?1 AND at <= ?2 ORDER BY id LIMIT 1), 9223372036854775807)
ORDER BY at DESC, id DESC LIMIT 1), 0))
