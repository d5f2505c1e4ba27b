SELECT coalesce((SELECT sum(objects) FROM past_tree WHERE key = ?), 0)
