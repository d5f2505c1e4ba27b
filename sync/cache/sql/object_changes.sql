SELECT history, before IS NULL, before FROM changes WHERE set_key = ? AND id = ? ORDER BY change
