-- What the server knows of trees that it has not open. An entry counts while the tree's file is the one that
-- device, inode, file_bytes and changed_at describe.
CREATE TABLE trees (
    tree TEXT PRIMARY KEY,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    file_bytes INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    collection TEXT NOT NULL,
    generation INTEGER NOT NULL,
    digest TEXT NOT NULL,
    sets INTEGER NOT NULL,
    members INTEGER NOT NULL,
    removals INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    policy TEXT NOT NULL,
    due INTEGER NOT NULL
) WITHOUT ROWID;
