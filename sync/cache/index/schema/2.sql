-- Blocks of texts in pieces that each carry a checksum, in place of FTS5, whose index hides rows where a byte
-- of it was altered. What it held is made again from the mirror.
DROP TABLE texts;
DROP TABLE documents;
DROP TABLE state;
CREATE TABLE state (contents BLOB NOT NULL);
INSERT INTO state VALUES (x'');
CREATE TABLE pieces (
    number INTEGER PRIMARY KEY,
    contents BLOB NOT NULL
);
