-- Of an update that went on after a restart: what its pages came to, set by set.
SELECT coalesce((SELECT path FROM sets WHERE sets.key = c.set_key), (SELECT path FROM set_changes s WHERE s.set_key = c.set_key)) AS at_path,
sum(c.before IS NULL AND EXISTS (SELECT 1 FROM objects o WHERE o.row = c.row)),
sum(c.before IS NOT NULL AND EXISTS (SELECT 1 FROM objects o WHERE o.row = c.row)),
sum(c.before IS NOT NULL AND NOT EXISTS (SELECT 1 FROM objects o WHERE o.row = c.row)),
sum(coalesce(length(c.before), 0) + length(c.id) + 40)
FROM changes c WHERE c.history = ? GROUP BY at_path
