UPDATE state SET collection = ?, generation = ?, digest = ?, catching_up = ?, base = ?
