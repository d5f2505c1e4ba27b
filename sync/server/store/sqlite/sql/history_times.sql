SELECT at FROM history ORDER BY number DESC
