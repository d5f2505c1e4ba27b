SELECT coalesce(max(floor), 0) FROM sets WHERE alive
