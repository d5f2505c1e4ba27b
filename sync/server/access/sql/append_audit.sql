INSERT INTO audit (at, who, token, address, action, tree, reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
