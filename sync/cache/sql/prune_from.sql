-- The newest record up to which all is past a limit; it stays itself, as the oldest state that can be shown.
SELECT max(coalesce((SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?), 0),
coalesce((SELECT max(id) FROM history WHERE id < coalesce((SELECT id FROM history WHERE at >= ? ORDER BY id LIMIT 1), 9223372036854775807)), 0))
