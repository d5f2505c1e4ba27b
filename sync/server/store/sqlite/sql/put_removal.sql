INSERT OR REPLACE INTO removals (set_key, id, generation) VALUES (?, ?, ?)
