DELETE FROM past_sets
