-- A text index as the version with this schema left it. Never changed.
PRAGMA page_size=2048;
-- Which texts hold which three letters in a row. What is found here is only a candidate: whoever asks looks at
-- the text itself. A document that has no row any more is of an earlier text.
CREATE TABLE state (
    collection BLOB NOT NULL,
    last_row INTEGER NOT NULL,
    last_change INTEGER NOT NULL
);
INSERT INTO state VALUES (x'', 0, 0);
CREATE TABLE documents (
    document INTEGER PRIMARY KEY AUTOINCREMENT,
    row INTEGER NOT NULL UNIQUE,
    set_key INTEGER NOT NULL
);
CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', detail = none, tokenize = 'trigram');
UPDATE state SET collection = x'3663326166383066653933396532383963373338386465343832636433393438', last_row = 4, last_change = 5;
INSERT INTO documents VALUES (1, 1, 1);
INSERT INTO texts (rowid, text) VALUES (1, '{"id":1,"v":"new"}');
INSERT INTO documents VALUES (2, 4, 1);
INSERT INTO texts (rowid, text) VALUES (2, '{"id":2,"v":"again"}');
PRAGMA user_version=1;
