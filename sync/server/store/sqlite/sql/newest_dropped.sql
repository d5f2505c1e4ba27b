SELECT generation FROM removals WHERE set_key = ? ORDER BY generation DESC LIMIT 1 OFFSET ?
