SELECT collection, last_row, last_change FROM state
