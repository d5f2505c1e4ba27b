SELECT coalesce(max(last), 0) FROM transactions WHERE at <= ?
