-- First loads. A source that has no rows in a stream yet fills tables of its own in this schema, one a month and without indexes, which are indexed
-- once at the end and become the months' partitions in one transaction. Tables are named b<batch>_<YYYYMM>; what still lies here belongs to a load
-- that was killed, and the next load of the same source and stream carries on with it (Ingest/Loading/FirstLoad.cs).
create schema loading;
grant usage on schema loading to fundwatch_app;

-- Rows whose key came before in the same first load lie in loading.b<batch>_repeated until the first ones can be read. This is what quarantine
-- needs of those that turn out to differ.
create table ingest.repeated_row (
    batch_id    bigint not null references ingest.batch,
    line_no     bigint not null,
    column_name text,
    code        text not null,
    message_zh  text not null,
    message_en  text not null,
    raw         bytea not null,
    primary key (batch_id, line_no)
);
grant select, insert, delete on ingest.repeated_row to fundwatch_app;

-- Name of the table that a loading batch's rows of a month are copied into: one of its own, or the partition itself where others have filled it.
create function fw.open_month(batch bigint, month date) returns text language plpgsql security definer set search_path = pg_catalog as $$
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
    -- The month's bounds (midnight in Shanghai, as in ensure_month) are a constraint, so that nothing has to be read again when the table is attached.
    execute format('create table loading.%1$I (like record.%2$I including defaults including constraints including generated including storage,
        constraint in_month check (%3$I >= %4$L and %3$I < %5$L))', side, stream, partitioned_by,
        first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
    execute format('grant insert on loading.%I to fundwatch_app', side);
    return format('loading.%I', side);
end $$;

-- The table for a first load's repeated keys.
create function fw.open_repeated(batch bigint) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
    stream text := (select b.stream from ingest.batch b where b.batch_id = batch and b.status = 'loading');
begin
    if stream is not null and to_regclass(format('loading.b%s_repeated', batch)) is null then
        execute format('create table loading.b%s_repeated (like record.%I)', batch, stream);
        execute format('grant select, insert on loading.b%s_repeated to fundwatch_app', batch);
    end if;
end $$;

create function fw.drop_repeated(batch bigint) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
    execute format('drop table if exists loading.b%s_repeated', batch);
end $$;

-- Gives a month of a first load the primary key and indexes of its stream: all of them or, where it is killed, none. Several months are indexed at once,
-- so no month needs helpers of its own.
create function fw.index_month(batch bigint, month date) returns void language plpgsql security definer
    set search_path = pg_catalog set max_parallel_maintenance_workers = 0 as $$
declare
    side regclass := to_regclass(format('loading.b%s_%s', batch, to_char(month, 'YYYYMM')));
    parent regclass := (select format('record.%I', b.stream)::regclass from ingest.batch b where b.batch_id = batch);
    make text;
begin
    if side is null or exists (select from pg_index where indrelid = side) then
        return;
    end if;
    for make in
        select case when i.indisprimary then format('alter table %s add %s', side, pg_get_constraintdef(c.oid))
                    else format('create index on %s %s', side, substring(pg_get_indexdef(i.indexrelid) from 'USING .*$')) end
        from pg_index i left join pg_constraint c on c.conrelid = i.indrelid and c.conindid = i.indexrelid and c.contype = 'p'
        where i.indrelid = parent and (i.indisprimary or not i.indisunique)
    loop
        execute make;
    end loop;
end $$;

-- Makes the months of a first load partitions, all at once. A month that another source has filled meanwhile takes the rows in instead.
create function fw.attach_months(batch bigint) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
    stream text := (select b.stream from ingest.batch b where b.batch_id = batch);
    sides text[] := (select array_agg(relname order by relname) from pg_class
                     where relnamespace = 'loading'::regnamespace and relkind = 'r' and relname ~ format('^b%s_[0-9]{6}$', batch));
    columns text;
    side text;
    child text;
    first date;
    is_filled boolean;
begin
    if sides is null then
        return;
    end if;
    -- Nobody else may make these months from here on. Where one is there, it may have to go: then the strongest lock comes first, because locks
    -- that grow meet each other.
    foreach side in array sides loop
        perform pg_advisory_xact_lock(hashtext('fw.ensure_month'), hashtext(format('%s_%s', stream, right(side, 6))));
    end loop;
    if exists (select from unnest(sides) s where to_regclass(format('record.%I', format('%s_%s', stream, right(s, 6)))) is not null) then
        execute format('lock table record.%I in access exclusive mode', stream);
    end if;
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns from pg_attribute
    where attrelid = format('record.%I', stream)::regclass and attnum > 0 and not attisdropped and attgenerated = '';

    foreach side in array sides loop
        child := format('%s_%s', stream, right(side, 6));
        first := to_date(right(side, 6), 'YYYYMM');
        if to_regclass(format('record.%I', child)) is not null then
            execute format('select exists (select from record.%I)', child) into is_filled;
            if is_filled then
                execute format('insert into record.%1$I (%2$s) select %2$s from loading.%3$I', child, columns, side);
                execute format('drop table loading.%I', side);
                continue;
            end if;
            execute format('drop table record.%I', child);
        end if;
        execute format('alter table loading.%I set schema record', side);
        execute format('alter table record.%I rename to %I', side, child);
        execute format('alter table record.%I attach partition record.%I for values from (%L) to (%L)', stream, child,
            first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
        execute format('alter table record.%I drop constraint in_month', child);
    end loop;
end $$;

revoke all on function fw.open_month(bigint, date), fw.open_repeated(bigint), fw.drop_repeated(bigint), fw.index_month(bigint, date), fw.attach_months(bigint) from public;
grant execute on function fw.open_month(bigint, date), fw.open_repeated(bigint), fw.drop_repeated(bigint), fw.index_month(bigint, date), fw.attach_months(bigint)
    to fundwatch_app;
