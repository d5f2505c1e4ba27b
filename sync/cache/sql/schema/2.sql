-- What each applied update changed: the text that an object had before it, none if it was new. The state at
-- an earlier record of the history is what is stored now, less all changes after that record.
ALTER TABLE history ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE history ADD COLUMN kept_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE history ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE history ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE TABLE changes (
    change INTEGER PRIMARY KEY AUTOINCREMENT,
    history INTEGER NOT NULL,
    set_key INTEGER NOT NULL,
    row INTEGER NOT NULL,
    id BLOB NOT NULL,
    before BLOB
);
CREATE UNIQUE INDEX changes_row ON changes (row, history);
CREATE INDEX changes_id ON changes (set_key, id);
CREATE TABLE set_changes (
    change INTEGER PRIMARY KEY AUTOINCREMENT,
    history INTEGER NOT NULL,
    set_key INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    path BLOB NOT NULL,
    key BLOB NOT NULL,
    created INTEGER NOT NULL
);
CREATE INDEX set_changes_path ON set_changes (path);
