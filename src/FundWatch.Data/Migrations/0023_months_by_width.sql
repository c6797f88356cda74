-- To reach a column, PostgreSQL goes through all that lie before it in the row: behind a dozen texts, the load's own columns took most of the time of
-- indexing a month, and of every look at what a batch brought. Months that a first load makes hold the columns of fixed width first, then the key, then
-- numbers and the rest; a partition may have its own order, and statements name their columns. Months that are there stay as they are.
create function fw.stored_columns(stream text) returns table (name text, definition text) language sql stable set search_path = pg_catalog as $$
    select a.attname::text,
        format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
            case a.attgenerated when 's' then format(' generated always as (%s) stored', pg_get_expr(d.adbin, d.adrelid))
                else coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') end)
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
    where a.attrelid = format('record.%I', stream)::regclass and a.attnum > 0 and not a.attisdropped
    order by a.attgenerated = 's', a.attlen < 0, a.attlen < 0 and not coalesce(a.attnum = any(k.conkey), false), not a.attnotnull and a.attlen > 0,
        case when a.attlen > 0 then case t.typalign when 'd' then 0 when 'c' then 1 when 'i' then 2 else 3 end end,
        not a.attnotnull, t.typcategory <> 'N', a.attnum
$$;

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
    execute format('create table loading.%I (%s)', side, (select string_agg(definition, ', ') from fw.stored_columns(stream)));
    -- The month's bounds (midnight in Shanghai, as in ensure_month) are a constraint, so that nothing has to be read again when the table is attached.
    execute format('alter table loading.%1$I add constraint in_month check (%2$I >= %3$L and %2$I < %4$L)', side, partitioned_by,
        first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
    execute format('grant insert on loading.%I to fundwatch_app', side);
    return format('loading.%I', side);
end $$;
revoke all on function fw.stored_columns(text), fw.open_month(bigint, date) from public;
grant execute on function fw.open_month(bigint, date) to fundwatch_app;
