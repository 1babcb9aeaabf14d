-- A line carries a link: a hash of the line and of the link before it. `run` counts the times that the trail was opened to be
-- written, so that the first line of a run holds the last link of the run before. Lines from before have neither.
ALTER TABLE line ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN link BLOB;
