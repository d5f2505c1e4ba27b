UPDATE members SET generation = numbered.position + ?
FROM (SELECT rowid AS row, row_number() OVER (ORDER BY generation) - 1 AS position FROM members WHERE set_key = ?) AS numbered
WHERE members.rowid = numbered.row
