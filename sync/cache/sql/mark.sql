INSERT OR IGNORE INTO marks (set_key, row) VALUES (?, ?)
