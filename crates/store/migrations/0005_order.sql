-- An order about a document (a seal, an erasure) need not name the agency, and the document need not either: the agency's
-- name is kept beside the document's, 0 where none is named. Documents from before count as naming none.
ALTER TABLE document ADD COLUMN agency INTEGER NOT NULL DEFAULT 0;
-- `withdrawal` may also be 2, sealed, or 3, expunged. `erasure.lineage` holds keys of orders, a lineage in older rows.
