SELECT generation FROM removals WHERE generation > ? ORDER BY generation LIMIT ?
