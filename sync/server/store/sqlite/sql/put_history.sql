INSERT OR REPLACE INTO history (number, collection, first, last, at, what, who, agent, reason, sets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
