SELECT change, set_change FROM past_mark
