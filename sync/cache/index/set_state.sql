UPDATE state SET collection = ?, last_row = ?, last_change = ?
