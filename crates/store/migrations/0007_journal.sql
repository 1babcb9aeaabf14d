-- The golden records are a fold of the journal. `bookmark` is how far they have it, position and link; `made_with` names
-- the rules by which they were made, empty where nobody noted them.
CREATE TABLE fold (
    name      TEXT PRIMARY KEY,
    bookmark  BLOB NOT NULL,
    made_with TEXT NOT NULL
);

-- 1 where the journal holds no body of an erased document any more.
ALTER TABLE document ADD COLUMN blanked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX document_unblanked ON document (name) WHERE standing = 2 AND blanked = 0;

-- What tells a document apart from others of its number; none where the number says so itself.
ALTER TABLE document ADD COLUMN docket INTEGER;
