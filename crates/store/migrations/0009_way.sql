-- In which ways a golden record that is settled is called and numbered, with a profile that says so. One that has none here
-- is looked at whole when a record comes.
CREATE TABLE way (
    person  INTEGER NOT NULL,
    way     INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    PRIMARY KEY (person, way)
) WITHOUT ROWID;
