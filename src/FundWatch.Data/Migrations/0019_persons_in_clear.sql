-- Versions before this one kept a person's number in clear where it stood in a column not made for it: a resident number as a firm's code or within a text. Tokens need the
-- installation's key, which SQL has not: what must be gone through is listed here, and whoever opens the store next does so (Ingest/Privacy/ClearNumbers.cs).
create table ingest.unprotected (
    what text primary key -- a stream; '' for what was written about records: flags, leads, reasons, reports
);
do $$
declare
    stream text;
    is_filled boolean;
begin
    for stream in select c.relname from pg_class c where c.relnamespace = 'record'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition loop
        execute format('select exists (select from record.%1$I) or exists (select from history.%1$I) or exists (select from ingest.batch where stream = %1$L and status = ''loading'')', stream) into is_filled;
        if is_filled then
            insert into ingest.unprotected values (stream);
        end if;
    end loop;
    insert into ingest.unprotected select '' where exists (select from ingest.batch) or exists (select from ingest.unprotected);
end $$;
