-- Written in the SQL that PostgreSQL, Citus, YugabyteDB and CockroachDB share: every key holds the shard, all numbers are
-- BIGINT, nothing counts by a sequence.

-- The newest entry of each shard. Who appends updates its row first, and so holds the shard until the commit: positions
-- are given in the order of commits and without a gap.
CREATE TABLE IF NOT EXISTS journal_head (
    shard    BIGINT NOT NULL,
    position BIGINT NOT NULL,
    link     BYTEA  NOT NULL,
    PRIMARY KEY (shard)
);

-- `time` is microseconds since 1970. A body is NULL where it is erased, by the entry at position `erased`.
CREATE TABLE IF NOT EXISTS journal_entry (
    shard    BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    name     BYTEA  NOT NULL,
    time     BIGINT NOT NULL,
    sha256   BYTEA  NOT NULL,
    link     BYTEA  NOT NULL,
    erased   BIGINT,
    body     BYTEA,
    PRIMARY KEY (shard, position),
    UNIQUE (shard, name)
);
