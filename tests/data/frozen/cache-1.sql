-- A mirror's file as the version with this schema left it. Never changed: tests/faults/upgrade_test.cpp knows what is in it.
PRAGMA page_size=2048;
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
UPDATE state SET tree = 'main', collection = x'3663326166383066653933396532383963373338386465343832636433393438', generation = 4, digest = x'61616664326563613763623338343237613034316336386663616530646234336132643238616465313136373138663363636566383137313762656562373230';
UPDATE sets SET set_key = x'7b22617474726962757465223a226964227d';
INSERT INTO objects (row, set_key, id, text) VALUES (1, 1, x'31', x'7b226964223a312c2276223a226e6577227d');
INSERT INTO objects (row, set_key, id, text) VALUES (4, 1, x'32', x'7b226964223a322c2276223a22616761696e227d');
UPDATE sets SET objects = 2;
INSERT INTO history VALUES (1, x'3663326166383066653933396532383963373338386465343832636433393438', 0, 4, 1795657739742, 0, 2, 0, 0, 10, 5, 1, x'5b5d');
PRAGMA user_version=1;
