SELECT min(id), max(id), min(to_generation), max(to_generation), min(at), max(at), sum(added), sum(changed), sum(removed), max(added + changed + removed), max(cause IN (?4, ?5))
FROM history WHERE id BETWEEN ?2 AND ?3 GROUP BY id / ?1 ORDER BY 1
