-- Months of a first load are not vacuumed or analysed before they are partitions: nobody reads them, and a load of more than a minute met the server's own cleaning in all
-- of them. It read them beside the load, and the load waited at the end: attaching 12 months of 5 million rows took 6 seconds where it takes 0.1.
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
    execute format('create table loading.%I (%s) with (fillfactor = 95, autovacuum_enabled = off)', side, (select string_agg(definition, ', ') from fw.stored_columns(stream)));
    -- The month's bounds (midnight in Shanghai, as in ensure_month) are a constraint, so that nothing has to be read again when the table is attached.
    execute format('alter table loading.%1$I add constraint in_month check (%2$I >= %3$L and %2$I < %4$L)', side, partitioned_by,
        first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
    perform fw.watch_versions(format('loading.%I', side)::regclass, stream);
    execute format('grant insert on loading.%I to fundwatch_app', side);
    return format('loading.%I', side);
end $$;

create or replace function fw.attach_months(batch bigint) returns void language plpgsql security definer set search_path = pg_catalog as $$
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
        execute format('alter table record.%I reset (autovacuum_enabled)', child);
    end loop;
end $$;
