SELECT collection, generation, digest, sets, members, removals, floor, bytes, policy, due FROM trees
WHERE tree = ? AND device = ? AND inode = ? AND file_bytes = ? AND changed_at = ?
