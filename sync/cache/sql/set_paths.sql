SELECT key FROM sets WHERE path = ? UNION SELECT set_key FROM set_changes WHERE path = ?
