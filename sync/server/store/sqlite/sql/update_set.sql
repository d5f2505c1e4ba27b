UPDATE sets SET parent = ?, depth = ?, path = ?, set_key = ?, maximum_removals = ?, members = ?, removals = ?, floor = ?,
created = ?, changed = ?, removed = ?, alive = ? WHERE key = ?
