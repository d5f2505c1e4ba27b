INSERT OR IGNORE INTO past_sets SELECT set_key, NOT created, change FROM set_changes WHERE change > ? AND history > ? ORDER BY change
