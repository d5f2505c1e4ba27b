UPDATE objects SET text = ? WHERE row = ?
