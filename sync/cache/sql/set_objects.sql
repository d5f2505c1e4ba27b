SELECT coalesce((SELECT objects FROM sets WHERE key = ?), 0)
