INSERT OR IGNORE INTO past SELECT row, set_key, change, before IS NOT NULL FROM changes WHERE change > ? ORDER BY change
