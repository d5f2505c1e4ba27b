CREATE INDEX IF NOT EXISTS temp.past_tree_path ON past_tree (path)
