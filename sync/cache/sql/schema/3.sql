-- Most changes leave their object where it is, and it is found by its id among the objects. Only those after
-- which it is gone need an index by id.
ALTER TABLE changes ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
UPDATE changes SET removed = 1 WHERE NOT EXISTS (SELECT 1 FROM objects WHERE objects.row = changes.row);
DROP INDEX changes_id;
CREATE INDEX changes_removed ON changes (set_key, id) WHERE removed;
