INSERT INTO past_tree
WITH difference AS (SELECT set_key, sum(present) - sum(EXISTS (SELECT 1 FROM objects o WHERE o.row = past.row)) AS difference FROM past GROUP BY set_key)
SELECT s.key, s.parent, s.path, s.set_key, s.objects + coalesce(d.difference, 0), s.depth
FROM sets s LEFT JOIN difference d ON d.set_key = s.key
WHERE s.key NOT IN (SELECT set_key FROM past_sets)
UNION ALL
SELECT p.set_key, c.parent, c.path, c.key, coalesce(d.difference, 0), c.depth
FROM past_sets p JOIN set_changes c ON c.change = p.change LEFT JOIN difference d ON d.set_key = p.set_key
WHERE p.present
