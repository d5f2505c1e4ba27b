DELETE FROM removals WHERE set_key = ? AND id = ?
