SELECT generation, object FROM members WHERE set_key = ? AND id = ?
