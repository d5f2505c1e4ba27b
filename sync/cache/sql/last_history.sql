SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0)
