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

-- Whatever takes rows out of a stream or changes them, a withdrawal or a person, makes all that loads know of it void. Loads themselves say that it is
-- they who write: what they replace is counted with their batch.
create function fw.forget_rows() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    if current_setting('fundwatch.loading', true) is distinct from 'on' then
        delete from ingest.batch_rows r using ingest.batch b where b.batch_id = r.batch_id and b.stream = tg_argv[0];
    end if;
    return null;
end $$;
do $$
declare
    stream text;
begin
    for stream in select c.relname from pg_class c where c.relnamespace = 'record'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition loop
        execute format('create trigger forget_rows after update or delete or truncate on record.%1$I for each statement execute function fw.forget_rows(%1$L)', stream);
    end loop;
end $$;
