SELECT coalesce((SELECT objects FROM sets WHERE key = ?1 AND key NOT IN (SELECT set_key FROM past_sets)), 0)
+ coalesce((SELECT sum(present) - sum(EXISTS (SELECT 1 FROM objects o WHERE o.row = past.row)) FROM past WHERE set_key = ?1), 0)
