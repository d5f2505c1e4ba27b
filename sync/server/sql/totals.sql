SELECT count(*), coalesce(sum(members), 0), coalesce(sum(removals), 0), coalesce(max(floor), 0) FROM sets WHERE alive
