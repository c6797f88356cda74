-- Schemas, group roles and the functions that every later migration leans on.
-- The roles here cannot log in: FundWatch gives each database its own login in each of them (see Postgres/Logins.cs),
-- so that grants are written once, here, and passwords never appear in a migration.
do $$
begin
    if not exists (select from pg_roles where rolname = 'fundwatch_app') then
        create role fundwatch_app nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'fundwatch_rules') then
        create role fundwatch_rules nologin;
    end if;
exception when duplicate_object or unique_violation then
    null; -- two databases of one server being migrated at the same moment
end $$;

create schema fw;       -- functions shared by the other schemas
create schema record;   -- the rows as they are now, one table per stream
create schema history;  -- versions that were replaced or withdrawn
create schema asof;     -- one view per stream: the rows as FundWatch knew them at fw.as_of()
create schema ingest;   -- sources, batches, quarantine
create schema vault;    -- clear values of personal data, encrypted
create schema rule;     -- catalogue, parameters, states, flags
create schema model;    -- registry and scores
create schema review;   -- leads, trail, accounts
create schema job;      -- runs of scheduled work

grant usage on schema fw, record, history, asof, ingest, vault, rule, model, review, job to fundwatch_app;
grant usage on schema fw, record, history, asof, rule to fundwatch_rules;

-- The moment at which an `asof` view looks; set per session or transaction as fundwatch.as_of.
create function fw.as_of() returns timestamptz language sql stable parallel safe
    return current_setting('fundwatch.as_of')::timestamptz;

-- A quantity in kilograms, or null where the unit does not weigh (a box, a bag). 1 jin = 0.5 kg, 1 liang = 50 g.
create function fw.kilograms(quantity numeric, unit text) returns numeric language sql immutable parallel safe
    return quantity * case lower(unit)
        when 'kg' then 1 when '公斤' then 1 when '千克' then 1
        when '斤' then 0.5 when '市斤' then 0.5
        when 'g' then 0.001 when '克' then 0.001
        when '两' then 0.05 when 't' then 1000 when '吨' then 1000
    end;

-- Writes the old version of a record row into its history table: an update closes it when the new one begins, a delete now.
-- A trigger, so that no code path can replace a row without keeping it.
create function fw.keep_version() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
    execute format('insert into history.%I select ($1).*, $2', tg_argv[0])
        using old, case when tg_op = 'UPDATE' then new.recorded_from
            -- A row that moves to another month is a delete and an insert: the loader says when the new version begins.
            else coalesce(nullif(current_setting('fundwatch.replaced_at', true), '')::timestamptz, clock_timestamp()) end;
    return case when tg_op = 'UPDATE' then new else old end;
end $$;

-- Gives record.<stream> its history table, its as-of view, its version trigger and its grants.
create function fw.keep_history(stream text) returns void language plpgsql as $$
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
    execute format('create trigger keep_version before update or delete on record.%1$I
        for each row execute function fw.keep_version(%1$L)', stream);
    execute format('grant select, insert, update, delete on record.%I to fundwatch_app', stream);
    execute format('grant select on history.%1$I, asof.%1$I to fundwatch_app', stream);
    execute format('grant select on record.%1$I, history.%1$I, asof.%1$I to fundwatch_rules', stream);
end $$;

-- Makes the month's partition of a record table where it is missing. Dates outside 2000-2099 stay in the default
-- partition: a mistyped year must not leave a partition behind for ever.
create function fw.ensure_month(stream text, month date) returns void language plpgsql security definer set search_path = pg_catalog as $$
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
        execute format('create table record.%I partition of record.%I for values from (%L) to (%L)', child, stream,
            first::text || ' 00:00:00+08', (first + interval '1 month')::date::text || ' 00:00:00+08');
    end if;
end $$;
revoke all on function fw.ensure_month(text, date) from public;
grant execute on function fw.ensure_month(text, date) to fundwatch_app;

-- Which key the personal data of this store was pseudonymised with (not the key): see Postgres/Keys.cs.
create table fw.installation (
    one       boolean primary key default true check (one),
    key_check text not null,
    made_at   timestamptz not null default now()
);
