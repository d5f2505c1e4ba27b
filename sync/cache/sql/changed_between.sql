SELECT DISTINCT coalesce((SELECT path FROM sets WHERE sets.key = c.set_key), (SELECT path FROM set_changes s WHERE s.set_key = c.set_key)), c.id
FROM changes c WHERE c.change > ? AND c.change <= ? ORDER BY 1, 2
