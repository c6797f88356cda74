-- What a load leaves for the next of its kind: the first 8 bytes of its rows' hashes, chunk by chunk in the order of the file. A row whose hash is
-- among them is in the store as it is, as long as nothing was replaced since (Ingest/Loading/Known).
create table ingest.batch_rows (
    batch_id bigint not null references ingest.batch,
    end_row  bigint not null,   -- committed_rows of the chunk
    hashes   bytea not null,
    primary key (batch_id, end_row)
);
alter table ingest.batch_rows alter column hashes set storage external; -- hashes do not compress
grant select, insert, delete on ingest.batch_rows to fundwatch_app;

-- A withdrawal takes rows out of the store that any load may have met unchanged: nothing is known of the source's rows after it.
create function ingest.forget_rows() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
    delete from ingest.batch_rows r using ingest.batch b where b.batch_id = r.batch_id and b.source_id = new.source_id and b.stream = new.stream;
    return null;
end $$;
create trigger forget_rows after update of status on ingest.batch for each row
    when (new.status in ('withdrawing', 'withdrawn')) execute function ingest.forget_rows();
