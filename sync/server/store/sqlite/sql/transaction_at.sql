SELECT first, last FROM transactions WHERE last >= ? ORDER BY last LIMIT 1
