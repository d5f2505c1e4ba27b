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
UPDATE state SET tree = 'main', collection = x'3663326166383066653933396532383963373338386465343832636433393438', generation = 4, digest = x'61616664326563613763623338343237613034316336386663616530646234336132643238616465313136373138663363636566383137313762656562373230';
UPDATE sets SET set_key = x'7b22617474726962757465223a226964227d';
INSERT INTO objects (row, set_key, id, text) VALUES (1, 1, x'31', x'7b226964223a312c2276223a226e6577227d');
INSERT INTO objects (row, set_key, id, text) VALUES (4, 1, x'32', x'7b226964223a322c2276223a22616761696e227d');
UPDATE sets SET objects = 2;
INSERT INTO history VALUES (1, x'3663326166383066653933396532383963373338386465343832636433393438', 0, 1, 1795657739742, 0, 3, 0, 0, 1, 1, 1, x'5b5d', 0, 0, x'', '');
INSERT INTO history VALUES (2, x'3663326166383066653933396532383963373338386465343832636433393438', 1, 2, 1795657739743, 0, 0, 2, 0, 1, 1, 1, x'5b5d', 2, 0, x'', '');
INSERT INTO history VALUES (3, x'3663326166383066653933396532383963373338386465343832636433393438', 2, 3, 1795657739744, 0, 0, 0, 2, 1, 1, 1, x'5b5d', 4, 0, x'', '');
INSERT INTO history VALUES (4, x'3663326166383066653933396532383963373338386465343832636433393438', 3, 4, 1795657739745, 0, 1, 0, 0, 1, 1, 1, x'5b5d', 5, 0, x'', '');
INSERT INTO changes (history, set_key, row, id, before) VALUES (2, 1, 1, x'31', x'7b226964223a312c2276223a226f6c64227d');
INSERT INTO changes (history, set_key, row, id, before) VALUES (2, 1, 2, x'32', x'7b226964223a322c2276223a226f6c64657374227d');
INSERT INTO changes (history, set_key, row, id, before) VALUES (3, 1, 2, x'32', x'7b226964223a322c2276223a226f6c646572227d');
INSERT INTO changes (history, set_key, row, id, before) VALUES (3, 1, 3, x'33', x'7b226964223a332c2276223a22676f6e65227d');
INSERT INTO changes (history, set_key, row, id, before) VALUES (4, 1, 4, x'32', NULL);
-- Most changes leave their object where it is, and it is found by its id among the objects. Only those after
-- which it is gone need an index by id.
ALTER TABLE changes ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
UPDATE changes SET removed = 1 WHERE NOT EXISTS (SELECT 1 FROM objects WHERE objects.row = changes.row);
DROP INDEX changes_id;
CREATE INDEX changes_removed ON changes (set_key, id) WHERE removed;
PRAGMA user_version=3;
