-- It begins, and fails in the middle.
UPDATE things SET text = 'lost';
DELETE FROM things WHERE id = 2;
CREATE TABLE things (nothing INTEGER);
