-- The newest record up to which all is past a limit; it stays itself, as the oldest state that can be shown.
SELECT max(coalesce((SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?), 0),
coalesce((SELECT max(id) FROM history WHERE at < ?), 0),
coalesce((SELECT max(id) FROM (SELECT id, sum(kept_bytes) OVER (ORDER BY id DESC) AS total FROM history) WHERE total > ?), 0))
