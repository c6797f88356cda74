-- A refused row whose key a later load of its source and stream takes in is settled by that load (replayed_in), and open again where the load is withdrawn.
alter table ingest.rejected_row drop constraint rejected_row_status_check;
alter table ingest.rejected_row
    add constraint rejected_row_status_check check (status in ('open', 'replayed', 'discarded', 'withdrawn', 'settled')),
    add column key_hash    uuid,                           -- of its natural key; null where that cannot be read with certainty, and until
    add column key_is_read boolean not null default false; -- the next load of the source and stream has read it from the raw cells, once
create index on ingest.rejected_row (batch_id, key_hash, created_at) where status = 'open';
create index on ingest.rejected_row (batch_id) where status = 'open' and not key_is_read;

-- Rows that earlier loads had refused, and this one has settled.
alter table ingest.batch add column settled bigint not null default 0;
