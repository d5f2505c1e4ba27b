SELECT row, text FROM objects WHERE set_key = ? AND id = ?
