-- It works.
ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
UPDATE things SET size = length(text);
