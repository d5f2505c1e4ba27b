UPDATE past_mark SET change = ?, set_change = ?
