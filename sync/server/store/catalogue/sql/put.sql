INSERT OR REPLACE INTO trees (tree, device, inode, file_bytes, changed_at, collection, generation, digest, sets, members, removals, floor, bytes, policy, due)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
