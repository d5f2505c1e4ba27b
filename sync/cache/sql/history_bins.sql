SELECT min(id), max(id), min(to_generation), max(to_generation), min(at), max(at), sum(added), sum(changed), sum(removed), max(added + changed + removed), max(CASE cause WHEN ?4 THEN 3 WHEN ?5 THEN 2 WHEN ?6 THEN 1 ELSE 0 END)
FROM history WHERE id BETWEEN ?2 AND ?3 GROUP BY id / ?1 ORDER BY 1
