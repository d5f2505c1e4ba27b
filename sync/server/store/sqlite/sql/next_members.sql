SELECT generation FROM members WHERE generation > ? ORDER BY generation LIMIT ?
