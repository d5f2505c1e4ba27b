INSERT INTO pieces (number, contents) VALUES (?, ?)
