SELECT id, generation, object FROM members WHERE set_key = ? AND generation > ? AND generation <= ? ORDER BY generation
