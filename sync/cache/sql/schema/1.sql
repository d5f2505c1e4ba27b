-- One mirror of one tree. Ids, paths and texts are bytes, compared as such.
CREATE TABLE state (
    tree TEXT NOT NULL,
    collection BLOB NOT NULL,
    generation INTEGER NOT NULL,
    digest BLOB NOT NULL,
    catching_up INTEGER NOT NULL,
    base INTEGER NOT NULL
);
INSERT INTO state VALUES ('', x'', 0, x'', 0, 0);
CREATE TABLE sets (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    parent INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    path BLOB NOT NULL UNIQUE,
    set_key BLOB NOT NULL,
    objects INTEGER NOT NULL
);
INSERT INTO sets (parent, depth, path, set_key, objects) VALUES (0, 0, x'5b5d', x'', 0);
CREATE INDEX sets_parent ON sets (parent);
CREATE TABLE objects (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    set_key INTEGER NOT NULL,
    id BLOB NOT NULL,
    text BLOB NOT NULL
);
CREATE UNIQUE INDEX objects_id ON objects (set_key, id);
CREATE INDEX objects_set ON objects (set_key);
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection BLOB NOT NULL,
    from_generation INTEGER NOT NULL,
    to_generation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cause INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    verified INTEGER NOT NULL,
    sets BLOB NOT NULL
);
