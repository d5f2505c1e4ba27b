-- Numbers and times grow together: from the oldest on, up to the first that is within the limits.
DELETE FROM history WHERE number <= (SELECT max(number) FROM history) - ?
OR number < coalesce((SELECT number FROM history WHERE at >= ? ORDER BY number LIMIT 1), 0)
