-- A refused row that would replace what a later load has brought goes in only where a person who was told so asks for it; and what the person was told of is this row of
-- the store, against this reading of the refused one. A hash of both; null where nobody was told.
alter table ingest.rejected_row add column told uuid;
