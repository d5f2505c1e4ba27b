SELECT coalesce(max(CASE WHEN to_generation < ? THEN to_generation END), 0), coalesce(min(CASE WHEN to_generation > ? THEN to_generation END), 0)
FROM history WHERE collection = ?
