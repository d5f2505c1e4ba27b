SELECT coalesce(sum(objects), 0) FROM past_tree
