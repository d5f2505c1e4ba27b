SELECT (SELECT min(change) FROM changes), (SELECT seq FROM sqlite_sequence WHERE name = 'changes')
