SELECT history FROM changes ORDER BY change LIMIT 1
