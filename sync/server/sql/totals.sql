SELECT (SELECT count(*) FROM sets WHERE alive), (SELECT coalesce(sum(members), 0) FROM sets WHERE alive)
