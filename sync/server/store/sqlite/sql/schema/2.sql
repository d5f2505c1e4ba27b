-- What was done to the tree, by whom. Numbers go on over resets, generations begin again.
CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    collection BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    agent TEXT NOT NULL,
    reason TEXT NOT NULL,
    sets BLOB NOT NULL
);
CREATE INDEX sets_remembered ON sets (parent) WHERE NOT alive;
