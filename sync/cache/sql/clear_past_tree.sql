DELETE FROM past_tree
