-- The audit trail has a database file of its own: a line must not wait for a batch of documents to be written.
CREATE TABLE line (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    at           INTEGER NOT NULL,
    request      TEXT NOT NULL,
    operator     TEXT NOT NULL,
    on_behalf_of TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    -- JSON array of golden records.
    golden       TEXT NOT NULL
);
