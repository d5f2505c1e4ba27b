DELETE FROM history WHERE number <= (
SELECT max(number) FROM (SELECT number, sum(length(sets) + length(who) + length(agent) + length(reason) + 80) OVER (ORDER BY number DESC) AS total FROM history)
WHERE total > ?)
