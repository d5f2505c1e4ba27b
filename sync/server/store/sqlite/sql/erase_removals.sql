DELETE FROM removals WHERE set_key = ?
