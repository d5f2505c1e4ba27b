UPDATE state SET contents = ?
