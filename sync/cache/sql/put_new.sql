INSERT OR IGNORE INTO changes (history, set_key, row, id, before) VALUES (?, ?, ?, ?, NULL)
