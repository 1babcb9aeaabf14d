-- 1 where the record states a want. Zero in records from before; the cards are written again, and it with them.
ALTER TABLE record ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX record_wanted ON record (profile) WHERE wanted;

-- A want stands in records of the one profile and may be the person's of the other, who is not merged with it.
CREATE TABLE near (
    wanted INTEGER NOT NULL,
    other  INTEGER NOT NULL,
    PRIMARY KEY (wanted, other)
) WITHOUT ROWID;
CREATE INDEX near_other ON near (other);

-- Profiles that one weak tie holds to the rest of their golden record.
CREATE TABLE loose (profile INTEGER PRIMARY KEY);
