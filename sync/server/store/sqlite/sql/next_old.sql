-- When the first transaction after ?1 was made; NULL if there is none.
SELECT min(at) FROM transactions WHERE last > ?1
