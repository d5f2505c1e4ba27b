UPDATE history SET kept_bytes = 0 WHERE id = ?
