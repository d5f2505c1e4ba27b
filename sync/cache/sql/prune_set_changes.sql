DELETE FROM set_changes WHERE history <= ?
