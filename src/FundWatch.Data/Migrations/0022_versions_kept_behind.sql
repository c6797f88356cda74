-- The trigger that keeps replaced versions ran before each row's update, for which PostgreSQL locks the row first and writes that to its log: a third of
-- the trigger's cost. Behind the update it sees the same two versions, in the same transaction, and still on every partition. Columns are named, since a
-- partition may have them in another order than its table.
create or replace function fw.keep_versions(stream text) returns void language plpgsql as $make$
declare
    columns text;
    old_columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum), string_agg('old.' || quote_ident(attname), ', ' order by attnum) into columns, old_columns
    from pg_attribute where attrelid = format('record.%I', stream)::regclass and attnum > 0 and not attisdropped;
    execute format($body$
        create or replace function fw.keep_version_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
        begin
            if tg_op = 'UPDATE' then
                insert into history.%1$I (%2$s, recorded_to) values (%3$s, new.recorded_from);
                return null;
            end if;
            -- A row that moves to another month is a delete and an insert: the loader says when the new version begins.
            insert into history.%1$I (%2$s, recorded_to) values (%3$s, coalesce(nullif(current_setting('fundwatch.replaced_at', true), '')::timestamptz, clock_timestamp()));
            return null;
        end $$
        $body$, stream, columns, old_columns);
    execute format('drop trigger if exists keep_version on record.%I', stream);
    execute format('create trigger keep_version after update or delete on record.%1$I for each row execute function fw.keep_version_%1$s()', stream);
end $make$;
select fw.keep_versions(c.relname) from pg_class c where c.relnamespace = 'record'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition;
