UPDATE state SET rows_verified_at = ?
