UPDATE tree SET collection = ?, generation = ?, digest = ?
