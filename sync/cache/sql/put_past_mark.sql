INSERT INTO past_mark (change, set_change) VALUES (?, ?)
