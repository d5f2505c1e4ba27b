SELECT id, generation FROM removals WHERE set_key = ? AND generation > ? AND generation <= ? ORDER BY generation
