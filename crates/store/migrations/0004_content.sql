-- What a record says of the person: equal for records of a golden record that say it in the same words, so that merging
-- reads what they say once and not each of them. Records from before say it in words of their own: that is more work,
-- and the same golden records.
ALTER TABLE record ADD COLUMN content INTEGER NOT NULL DEFAULT 0;
UPDATE record SET content = key;
CREATE INDEX record_said ON record (person, content, as_of DESC, key);
