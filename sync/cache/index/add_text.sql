INSERT INTO texts (rowid, text) VALUES (?, ?)
