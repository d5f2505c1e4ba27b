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
