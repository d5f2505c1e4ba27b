-- Who may do what, who did what, and who mirrors.
CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    trees TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    token TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    tree TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TABLE clients (
    id TEXT NOT NULL,
    tree TEXT NOT NULL,
    token TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    collection BLOB NOT NULL,
    has INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    transport TEXT NOT NULL,
    PRIMARY KEY (id, tree)
);
