DELETE FROM members WHERE set_key = ? AND id = ?
