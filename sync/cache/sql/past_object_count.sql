SELECT (SELECT coalesce(sum(objects), 0) FROM sets) + coalesce((SELECT sum(present) - sum(EXISTS (SELECT 1 FROM objects o WHERE o.row = past.row)) FROM past), 0)
