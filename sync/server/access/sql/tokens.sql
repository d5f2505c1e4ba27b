SELECT id, name, role, trees, created, expires, hash FROM tokens
