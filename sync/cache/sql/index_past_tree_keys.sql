CREATE INDEX IF NOT EXISTS temp.past_tree_key ON past_tree (key)
