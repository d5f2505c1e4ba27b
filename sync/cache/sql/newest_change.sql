SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'set_changes'), 0)
