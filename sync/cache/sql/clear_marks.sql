DELETE FROM marks WHERE set_key = ?
