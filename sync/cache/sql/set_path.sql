SELECT path FROM sets WHERE key = ?
