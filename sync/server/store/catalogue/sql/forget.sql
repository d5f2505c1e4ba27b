DELETE FROM trees WHERE tree = ?
