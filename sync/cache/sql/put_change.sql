INSERT INTO changes (history, set_key, row, id, before, removed) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (row, history) DO UPDATE SET removed = 1 WHERE excluded.removed
