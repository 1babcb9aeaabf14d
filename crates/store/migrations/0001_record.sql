-- Documents are the record; every other table is derived from them.
-- 64-bit names and keys are stored as signed integers; times are microseconds since 1970.

CREATE TABLE document (
    id         INTEGER PRIMARY KEY,
    name       INTEGER NOT NULL,
    -- All versions of one document: source and number.
    lineage    INTEGER NOT NULL,
    source     INTEGER NOT NULL,
    number     TEXT NOT NULL,
    as_of      INTEGER NOT NULL,
    received   INTEGER NOT NULL,
    sha256     BLOB NOT NULL,
    media_type TEXT NOT NULL,
    persons    INTEGER NOT NULL,
    -- 0 current, 1 superseded, 2 erased.
    standing   INTEGER NOT NULL,
    -- zstd; empty once erased.
    bytes      BLOB NOT NULL,
    -- zstd, the parsed form where bytes are not it.
    parsed     BLOB
);
CREATE UNIQUE INDEX document_name ON document (name);
CREATE INDEX document_lineage ON document (lineage);

CREATE TABLE erasure (lineage INTEGER PRIMARY KEY);

CREATE TABLE record (
    id       INTEGER PRIMARY KEY,
    key      INTEGER NOT NULL,
    person   INTEGER NOT NULL,
    document INTEGER NOT NULL,
    body     BLOB NOT NULL
);
CREATE UNIQUE INDEX record_key ON record (key);

CREATE TABLE match_key (
    key    INTEGER NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (key, record)
) WITHOUT ROWID;

CREATE TABLE person (
    id      INTEGER PRIMARY KEY,
    gravity INTEGER NOT NULL,
    card    BLOB NOT NULL,
    members BLOB NOT NULL
);

-- A golden record is found by its oldest record, or, when that is gone, by the one that leads on.
CREATE TABLE redirect (
    gone INTEGER PRIMARY KEY,
    heir INTEGER NOT NULL
);

CREATE TABLE resident (
    address INTEGER NOT NULL,
    person  INTEGER NOT NULL,
    newest  INTEGER NOT NULL,
    ties    BLOB NOT NULL,
    PRIMARY KEY (address, person)
) WITHOUT ROWID;
CREATE INDEX resident_person ON resident (person);

CREATE TABLE vehicle (
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL,
    plate       TEXT NOT NULL,
    plate_state TEXT NOT NULL,
    vin         TEXT,
    as_of       INTEGER NOT NULL,
    address     INTEGER,
    line        TEXT,
    card        BLOB NOT NULL
);
CREATE INDEX vehicle_plate ON vehicle (plate, plate_state, as_of);
CREATE INDEX vehicle_vin ON vehicle (vin, as_of);
CREATE INDEX vehicle_document ON vehicle (document);

CREATE TABLE owner (
    vehicle  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    record   INTEGER NOT NULL,
    PRIMARY KEY (vehicle, position)
) WITHOUT ROWID;

CREATE TABLE feed (
    source        INTEGER PRIMARY KEY,
    last_received INTEGER NOT NULL,
    documents     INTEGER NOT NULL
);

-- What people decided about pairs of records, by the keys of the records. It binds also while a record is away.
CREATE TABLE decision (
    document INTEGER NOT NULL,
    left     INTEGER NOT NULL,
    right    INTEGER NOT NULL,
    same     INTEGER NOT NULL
);
CREATE INDEX decision_document ON decision (document);
CREATE INDEX decision_left ON decision (left);
CREATE INDEX decision_right ON decision (right);
