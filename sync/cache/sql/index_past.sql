CREATE INDEX IF NOT EXISTS temp.past_set ON past (set_key, present, row)
