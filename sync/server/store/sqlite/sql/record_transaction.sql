INSERT INTO transactions (last, first, at) VALUES (?, ?, ?)
