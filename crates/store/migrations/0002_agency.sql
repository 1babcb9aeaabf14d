-- Agencies number for themselves: `lineage` is source, agency and number, `numbered` source and number of any agency.
-- `standing` may also be 3, withdrawn: the source took the document back, and no version of it is shown.
ALTER TABLE document ADD COLUMN numbered INTEGER NOT NULL DEFAULT 0;
-- 1 where this version takes the document back.
ALTER TABLE document ADD COLUMN withdrawal INTEGER NOT NULL DEFAULT 0;
DROP INDEX document_lineage;
CREATE INDEX document_numbered ON document (numbered);
