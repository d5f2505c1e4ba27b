UPDATE sets SET members = ?, removals = ?, floor = ?, changed = ? WHERE key = ?
