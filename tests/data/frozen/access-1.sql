-- The access store as the version with this schema left it. Never changed: tests/faults/upgrade_test.cpp knows what is in it.
PRAGMA page_size=2048;
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

INSERT INTO tokens VALUES ('3f2a', 'Anna''s laptop', 'editor', '["user.anna.*"]', 1795657739742, 0, x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
INSERT INTO tokens VALUES ('77b0', 'admin', 'admin', '["*"]', 1795657739742, 0, x'ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff');
INSERT INTO audit VALUES (1, 1795657739742, 'local', '', '127.0.0.1', 'make-token', '', '', 'admin');
INSERT INTO audit VALUES (2, 1795657739900, 'admin', '77b0', '127.0.0.1', 'compact', 'main', 'too large', 'keep 100 removals');
INSERT INTO clients VALUES ('00112233445566778899aabbccddeeff', 'main', '3f2a', 'laptop', '192.0.2.7', 'genmirror/0.1.0', x'3663326166383066653933396532383963373338386465343832636433393438', 9, 12, 4711, 1795657739742, 1795657739900, 'push');
PRAGMA user_version=1;
