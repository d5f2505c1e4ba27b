-- One tree. Generations are integers; ids, paths and objects are bytes, compared as such.
CREATE TABLE tree (
    collection BLOB NOT NULL,
    generation INTEGER NOT NULL,
    digest BLOB NOT NULL
);
INSERT INTO tree VALUES (x'', 0, x'');
CREATE TABLE sets (
    key INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    path BLOB NOT NULL UNIQUE,
    set_key BLOB NOT NULL,
    maximum_removals INTEGER NOT NULL,
    members INTEGER NOT NULL,
    removals INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    alive INTEGER NOT NULL
);
CREATE INDEX sets_changed ON sets (parent, changed) WHERE alive;
CREATE INDEX sets_created ON sets (created) WHERE alive;
CREATE TABLE members (
    set_key INTEGER NOT NULL,
    id BLOB NOT NULL,
    generation INTEGER NOT NULL,
    object BLOB NOT NULL,
    PRIMARY KEY (set_key, id)
);
CREATE INDEX members_order ON members (set_key, generation);
CREATE INDEX members_generation ON members (generation);
CREATE TABLE removals (
    set_key INTEGER NOT NULL,
    id BLOB NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (set_key, id)
) WITHOUT ROWID;
CREATE INDEX removals_order ON removals (set_key, generation);
CREATE INDEX removals_generation ON removals (generation);
CREATE TABLE transactions (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    at INTEGER NOT NULL
);
CREATE TABLE idempotency (
    number INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    body_hash BLOB NOT NULL,
    answer BLOB NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX idempotency_at ON idempotency (at);
