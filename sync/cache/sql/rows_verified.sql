SELECT rows_verified_at FROM state
