DELETE FROM past_mark
