SELECT set_key, text FROM objects WHERE row = ?
