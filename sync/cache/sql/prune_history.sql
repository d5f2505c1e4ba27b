DELETE FROM history WHERE id < ?
