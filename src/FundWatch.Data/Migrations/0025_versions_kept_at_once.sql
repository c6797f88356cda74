-- Replaced versions were kept by a trigger that ran for every row: a call of a function and a statement each, a fifth of what the server does for a file with
-- 1 % of its rows changed. It runs once for a statement now, and has all old rows at hand. A month needs triggers of its own: those of its table do not
-- answer to a statement on the month alone. Whatever makes a partition has to call this.
create function fw.watch_versions(tab regclass, stream text) returns void language plpgsql set search_path = pg_catalog as $$
begin
    execute format('create trigger keep_version after update on %s referencing old table as old_rows new table as new_rows
        for each statement execute function fw.keep_version_%s()', tab, stream);
    execute format('create trigger keep_version_deleted after delete on %s referencing old table as old_rows
        for each statement execute function fw.keep_version_%s()', tab, stream);
end $$;
revoke all on function fw.watch_versions(regclass, text) from public;

create or replace function fw.keep_versions(stream text) returns void language plpgsql as $make$
declare
    columns text;
    old_columns text;
    tab regclass;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum), string_agg('o.' || quote_ident(attname), ', ' order by attnum) into columns, old_columns
    from pg_attribute where attrelid = format('record.%I', stream)::regclass and attnum > 0 and not attisdropped;
    execute format($body$
        create or replace function fw.keep_version_%1$s() returns trigger language plpgsql security definer set search_path = pg_catalog set enable_hashjoin = on set enable_nestloop = off as $$
        declare
            earliest timestamptz;
            latest timestamptz;
        begin
            if tg_op = 'UPDATE' then
                select min(recorded_from), max(recorded_from) into earliest, latest from new_rows;
                if earliest = latest then -- as a load's chunk has it
                    insert into history.%1$I (%2$s, recorded_to) select %3$s, latest from old_rows o;
                else
                    -- Both tables are filled a row at a time, side by side: what is in the same place is the same row.
                    insert into history.%1$I (%2$s, recorded_to)
                    select %3$s, n.recorded_from from (select *, row_number() over () as place from old_rows) o
                    join (select recorded_from, row_number() over () as place from new_rows) n using (place);
                end if;
                return null;
            end if;
            -- A row that moves to another month is a delete and an insert: the loader says when the new version begins.
            insert into history.%1$I (%2$s, recorded_to)
            select %3$s, coalesce(nullif(current_setting('fundwatch.replaced_at', true), '')::timestamptz, clock_timestamp()) from old_rows o;
            return null;
        end $$
        $body$, stream, columns, old_columns);
    execute format('drop trigger if exists keep_version on record.%I', stream); -- of every row, of all months at once
    for tab in
        select format('record.%I', stream)::regclass
        union select inhrelid::regclass from pg_inherits where inhparent = format('record.%I', stream)::regclass
        union select c.oid::regclass from pg_class c join ingest.batch b on b.batch_id = substring(c.relname from '^b([0-9]+)_[0-9]{6}$')::bigint
              where c.relnamespace = 'loading'::regnamespace and c.relkind = 'r' and b.stream = keep_versions.stream
    loop
        execute format('drop trigger if exists keep_version on %s', tab);
        execute format('drop trigger if exists keep_version_deleted on %s', tab);
        perform fw.watch_versions(tab, stream);
    end loop;
end $make$;
select fw.keep_versions(c.relname) from pg_class c where c.relnamespace = 'record'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition;

-- Room for a changed row where it stands, in months made from now on. Full pages sent every new version of a row to wherever there was a gap: two pages
-- touched, and logged whole, for one. (From PostgreSQL 16 on it needs no new entries in the month's indexes either.)
create or replace function fw.open_month(batch bigint, month date) returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
    stream text := (select b.stream from ingest.batch b where b.batch_id = batch and b.status = 'loading');
    is_ordinary boolean := month >= date '2000-01-01' and month < date '2100-01-01';
    first date := date_trunc('month', month);
    side text := format('b%s_%s', batch, to_char(month, 'YYYYMM'));
    child text := format('%s_%s', stream, case when is_ordinary then to_char(month, 'YYYYMM') else 'other' end);
    partitioned_by text;
    is_filled boolean := not is_ordinary;
begin
    if stream is null then
        raise exception 'batch % is not loading', batch;
    end if;
    if to_regclass(format('loading.%I', side)) is not null then
        return format('loading.%I', side);
    end if;
    perform pg_advisory_xact_lock(hashtext('fw.ensure_month'), hashtext(child));
    if is_ordinary and to_regclass(format('record.%I', child)) is not null then
        execute format('select exists (select from record.%I)', child) into is_filled;
    end if;
    if is_filled then
        if not has_table_privilege('fundwatch_app', format('record.%I', child), 'insert') then
            execute format('grant insert on record.%I to fundwatch_app', child);
        end if;
        return format('record.%I', child);
    end if;
    select a.attname into strict partitioned_by from pg_partitioned_table p join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = format('record.%I', stream)::regclass;
    execute format('create table loading.%I (%s) with (fillfactor = 95)', side, (select string_agg(definition, ', ') from fw.stored_columns(stream)));
    -- The month's bounds (midnight in Shanghai, as in ensure_month) are a constraint, so that nothing has to be read again when the table is attached.
    execute format('alter table loading.%1$I add constraint in_month check (%2$I >= %3$L and %2$I < %4$L)', side, partitioned_by,
        first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
    perform fw.watch_versions(format('loading.%I', side)::regclass, stream);
    execute format('grant insert on loading.%I to fundwatch_app', side);
    return format('loading.%I', side);
end $$;

create or replace function fw.ensure_month(stream text, month date) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
    first date := date_trunc('month', month);
    child text := format('%s_%s', stream, to_char(month, 'YYYYMM'));
begin
    if month < date '2000-01-01' or month >= date '2100-01-01' or to_regclass(format('record.%I', child)) is not null then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('fw.ensure_month'), hashtext(child));
    if to_regclass(format('record.%I', child)) is null then
        -- Month bounds are midnight in Shanghai: that is the month an auditor means.
        execute format('create table record.%I partition of record.%I for values from (%L) to (%L) with (fillfactor = 95)', child, stream,
            first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
        perform fw.watch_versions(format('record.%I', child)::regclass, stream);
    end if;
end $$;
