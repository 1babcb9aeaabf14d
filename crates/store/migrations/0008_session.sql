-- Keys of sessions and photos by day, and sessions that were ended: as the journal has them, so that a hub knows them while it
-- is away. `ends` is microseconds since 1970.
CREATE TABLE session_key (
    day    INTEGER PRIMARY KEY,
    secret BLOB NOT NULL
);
CREATE TABLE session_ended (
    session BLOB PRIMARY KEY,
    ends    INTEGER NOT NULL
);
