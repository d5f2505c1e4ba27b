UPDATE state SET tree = ?
