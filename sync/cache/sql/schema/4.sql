-- When all rows were last read and added up, in milliseconds since 1970; 0: never.
ALTER TABLE state ADD COLUMN rows_verified_at INTEGER NOT NULL DEFAULT 0;
