SELECT number, collection, first, last, at, what, who, agent, reason, sets FROM history WHERE number < ? ORDER BY number DESC LIMIT ?
