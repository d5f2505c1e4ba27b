INSERT INTO changes (history, set_key, row, id, before) VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING
