SELECT coalesce(sum(length(object)), 0) FROM members WHERE set_key = ?
