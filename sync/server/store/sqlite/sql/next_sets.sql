SELECT created FROM sets WHERE alive AND depth > 0 AND created > ? ORDER BY created LIMIT ?
