SELECT DISTINCT row FROM changes WHERE change > ? AND change <= ? ORDER BY row
