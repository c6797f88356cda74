-- Rows whose key came before in a first load were told apart by their line. Rows of one OCDS release share a line, and a workbook may call two rows by one
-- number: the second stopped the load for good, or took the first one's cells. They are told apart by their hash, too.
alter table ingest.repeated_row add column row_hash uuid, drop constraint repeated_row_pkey; -- null: kept by a version before
create index on ingest.repeated_row (batch_id, line_no);

-- When a load that had been stopped was carried on. It met what other files had brought meanwhile, whatever its number.
alter table ingest.batch add column resumed_at timestamptz;

-- A file that was taken in before is passed over, unless what it brought has been replaced since: then it is taken in once more, as another batch.
alter table ingest.batch add column nth_load integer not null default 1;
drop index ingest.one_done_batch_per_file;
create unique index one_batch_per_load on ingest.batch (source_id, stream, sha256, layout_sha256, coalesce(sheet, ''), nth_load) where status in ('loading', 'done');
