SELECT 1 FROM objects WHERE set_key = ? AND id >= ? AND id < ? LIMIT 1
