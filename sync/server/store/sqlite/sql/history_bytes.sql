SELECT coalesce(sum(length(sets) + length(who) + length(agent) + length(reason) + 80), 0) FROM history
