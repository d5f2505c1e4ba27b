SELECT row, id, text FROM objects WHERE row = ?
