INSERT INTO documents (row, set_key) VALUES (?, ?)
