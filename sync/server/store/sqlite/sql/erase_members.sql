DELETE FROM members WHERE set_key = ?
