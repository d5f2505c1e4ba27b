DELETE FROM changes WHERE change IN (SELECT change FROM changes ORDER BY change LIMIT 2000) AND history <= ?
