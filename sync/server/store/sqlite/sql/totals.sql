SELECT count(*), coalesce(sum(members), 0), coalesce(sum(removals), 0), coalesce(max(floor), 0), coalesce(min(depth), 1) FROM sets WHERE alive
