SELECT coalesce(sum(objects), 0) FROM sets
