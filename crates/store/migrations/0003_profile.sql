-- Records that say the same are one profile. Blocks hold profiles, so that a person with thousands of records is found
-- and compared by what they say and not by how many they are. Records from before are profiles of their own: that is
-- more work for matching, and the same golden records.

ALTER TABLE record ADD COLUMN profile INTEGER NOT NULL DEFAULT 0;
-- When the source says it was so: the order of a golden record's page.
ALTER TABLE record ADD COLUMN as_of INTEGER NOT NULL DEFAULT 0;
UPDATE record SET profile = key,
    as_of = coalesce((SELECT document.as_of FROM document WHERE document.name = record.document), 0);
CREATE INDEX record_profile ON record (profile);
CREATE INDEX record_person ON record (person, as_of DESC, key);

CREATE TABLE block (
    key     INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    PRIMARY KEY (key, profile)
) WITHOUT ROWID;
INSERT INTO block SELECT match_key.key, record.profile FROM match_key JOIN record ON record.id = match_key.record;
DROP TABLE match_key;

-- The records of a golden record are found by the index.
ALTER TABLE person DROP COLUMN members;
-- What takes long to merge is kept merged, as JSON; none for a golden record of few records.
ALTER TABLE person ADD COLUMN merged TEXT;
