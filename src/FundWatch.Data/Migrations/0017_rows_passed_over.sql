-- A load that meets the same bytes where an earlier one of the source and stream met them need not read the row again (Ingest/Loading/Known).
alter table ingest.batch_rows add column passes bytea; -- of rows read from text, behind each other as in hashes; null where nothing was kept
alter table ingest.batch_rows alter column passes set storage external;
alter table ingest.batch add column reading text; -- how its text was read: layout, separator, encoding, program; what passes says holds for the same reading only

-- The trigger that keeps replaced versions built and planned its statement anew for every row, which was most of its cost: now it is one function a
-- stream, whose statement is planned once.
create function fw.keep_versions(stream text) returns void language plpgsql as $make$
begin
    execute format($body$
        create or replace function fw.keep_version_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
        begin
            if tg_op = 'UPDATE' then
                insert into history.%1$I select old.*, new.recorded_from;
                return new;
            end if;
            -- A row that moves to another month is a delete and an insert: the loader says when the new version begins.
            insert into history.%1$I select old.*, coalesce(nullif(current_setting('fundwatch.replaced_at', true), '')::timestamptz, clock_timestamp());
            return old;
        end $$
        $body$, stream);
    execute format('drop trigger if exists keep_version on record.%I', stream);
    execute format('create trigger keep_version before update or delete on record.%1$I for each row execute function fw.keep_version_%1$s()', stream);
end $make$;
select fw.keep_versions(c.relname) from pg_class c where c.relnamespace = 'record'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition;

-- As before, for streams to come.
create or replace function fw.keep_history(stream text) returns void language plpgsql as $$
declare
    columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
    from pg_attribute where attrelid = format('record.%I', stream)::regclass and attnum > 0 and not attisdropped;

    execute format('create table history.%1$I as select %2$s from record.%1$I with no data', stream, columns);
    execute format('alter table history.%I add column recorded_to timestamptz not null', stream);
    execute format('create index on history.%I using brin (recorded_to)', stream);
    execute format('create view asof.%1$I as
        select %2$s from record.%1$I where recorded_from <= fw.as_of()
        union all
        select %2$s from history.%1$I where recorded_from <= fw.as_of() and recorded_to > fw.as_of()', stream, columns);
    perform fw.keep_versions(stream);
    execute format('grant select, insert, update, delete on record.%I to fundwatch_app', stream);
    execute format('grant select on history.%1$I, asof.%1$I to fundwatch_app', stream);
    execute format('grant select on record.%1$I, history.%1$I, asof.%1$I to fundwatch_rules', stream);
end $$;
drop function fw.keep_version();
