SELECT number, at, who, token, address, action, tree, reason, detail FROM audit
WHERE number < ? AND (? = '' OR who = ?) AND (? = '' OR action = ?) AND (? = '' OR tree = ?)
AND (? = '' OR instr(who || char(10) || token || char(10) || address || char(10) || action || char(10) || tree || char(10) || reason || char(10) || detail, ?) > 0)
ORDER BY number DESC LIMIT ?
