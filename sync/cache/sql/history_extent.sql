SELECT count(*), coalesce(sum(kept_bytes), 0), coalesce(min(id), 0), coalesce((SELECT to_generation FROM history ORDER BY id LIMIT 1), 0)
FROM history
