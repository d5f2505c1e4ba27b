INSERT INTO history (collection, first, last, at, what, who, agent, reason, sets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
