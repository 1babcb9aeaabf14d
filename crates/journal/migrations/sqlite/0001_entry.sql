-- The newest entry of each shard. Its row is written in the transaction that appends.
CREATE TABLE head (
    shard    INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    link     BLOB    NOT NULL
) STRICT;

-- `time` is microseconds since 1970. A body is NULL where it is erased, by the entry at position `erased`.
-- The body is last: reading what stands before it does not touch the pages that a long one fills.
CREATE TABLE entry (
    shard    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    name     BLOB    NOT NULL,
    time     INTEGER NOT NULL,
    sha256   BLOB    NOT NULL,
    link     BLOB    NOT NULL,
    erased   INTEGER,
    body     BLOB,
    PRIMARY KEY (shard, position),
    UNIQUE (shard, name)
) STRICT;
