UPDATE sets SET set_key = ?, objects = ? WHERE key = ?
