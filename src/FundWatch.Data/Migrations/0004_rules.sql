-- Rules as they were loaded from their files, their parameters with validity, and what they found.
create table rule.catalogue (
    rule_id      text primary key,
    version      integer not null,
    title_zh     text not null,
    title_en     text not null,
    stream       text not null,            -- the stream whose leads it feeds
    scheme       text not null,            -- scheme family: leads are one per subject and scheme
    subject_kind text not null check (subject_kind in ('organisation', 'company', 'project', 'application', 'person')),
    kind         text not null check (kind in ('deterministic', 'analytic')),
    severity     smallint not null check (severity between 1 and 4),
    basis_zh     text not null,
    basis_en     text not null,
    basis_checked boolean not null,        -- false: shown as 依据待核实
    sha256       text not null,
    header       jsonb not null,
    enabled      boolean not null default true
);

-- A limit, for a region (a prefix of its GB/T 2260 code; '' is everywhere) and a span of event dates.
create table rule.parameter (
    rule_id       text not null,
    name          text not null,
    region_prefix text not null default '',
    valid_from    date not null default date '0001-01-01',
    valid_to      date,                    -- first day on which it no longer holds
    value         numeric not null,
    unit          text not null,
    source_doc    text,
    article       text,
    checked       boolean not null default false,
    set_by        text not null,
    set_at        timestamptz not null default now(),
    primary key (rule_id, name, region_prefix, valid_from)
);

-- The value of a parameter in a region on the date of the event: the longest matching region wins, then the latest start.
-- Region 000000 is abroad (records of foreign data): Chinese law does not bind there, so a limit of law (deterministic rules) has no value;
-- what is usual among peers (analytic rules) can be asked of any data. The region is compared first: only calls for abroad read the catalogue.
create function rule.param(for_rule text, param_name text, region text, event_on date) returns numeric
language sql stable parallel safe as $$
    select value from rule.parameter p
    where (region is distinct from '000000' or not exists (select from rule.catalogue c where c.rule_id = for_rule and c.kind = 'deterministic'))
      and p.rule_id = for_rule and p.name = param_name
      and starts_with(coalesce(region, ''), p.region_prefix)
      and p.valid_from <= coalesce(event_on, date '9999-12-31')
      and (p.valid_to is null or p.valid_to > coalesce(event_on, date '9999-12-31'))
    order by length(p.region_prefix) desc, p.valid_from desc
    limit 1
$$;

-- The same for many rows at once: all limits of a rule as one JSON object, per region asked for and span of event dates in which none of them
-- changes. Join it on the region and `event_on >= valid_from and event_on < valid_to`, and read (p ->> 'small_party')::numeric.
-- No row for abroad where the rule is one of law, as above.
create function rule.limits(for_rule text, regions text[])
returns table (region_code text, valid_from date, valid_to date, p jsonb)
language sql stable parallel safe as $$
    with region as (
        select distinct code from unnest(regions) code
        where code is not null
          and (code <> '000000' or not exists (select from rule.catalogue c where c.rule_id = for_rule and c.kind = 'deterministic'))),
    start as (
        select distinct r.code, d.since
        from region r
        join rule.parameter q on q.rule_id = for_rule and starts_with(r.code, q.region_prefix)
        cross join lateral (values (q.valid_from), (q.valid_to)) d (since)
        where d.since is not null),
    span as (
        select code, since, lead(since, 1, date 'infinity') over (partition by code order by since) as until from start),
    name as (
        select distinct q.name from rule.parameter q where q.rule_id = for_rule)
    select code, since, until, jsonb_object_agg(name, rule.param(for_rule, name, code, since))
    from span cross join name
    group by code, since, until
$$;

-- How far a rule has judged the records under its present version and parameters. Missing or older: it has work to do.
create table rule.progress (
    rule_id           text primary key,
    version           integer not null,
    definition_sha256 text not null,       -- of the rule file and its parameters
    scored_through    timestamptz not null
);

-- The five states per rule and subject: how many items of the subject ended in each, and the subject's overall state
-- (triggered > error > insufficient_data > not_triggered > not_applicable). `missing` names the columns that were absent.
create table rule.state (
    rule_id           text not null,
    subject_kind      text not null,
    subject_code      text not null,
    state             text not null check (state in ('triggered', 'not_triggered', 'insufficient_data', 'not_applicable', 'error')),
    triggered         integer not null,
    not_triggered     integer not null,
    insufficient_data integer not null,
    not_applicable    integer not null,
    error             integer not null,
    missing           text[],
    message           text,                -- why the rule could not run, where the state is error
    primary key (rule_id, subject_code)
);
create index on rule.state (subject_code);

-- 疑点: one item of one subject that triggered one rule.
create table rule.flag (
    flag_id      bigint generated always as identity primary key,
    rule_id      text not null,
    rule_version integer not null,
    stream       text not null,
    scheme       text not null,
    subject_kind text not null,
    subject_code text not null,
    item_key     text not null,            -- what was judged: a reception, a letter, a pair of bureaus, a lot, ...
    kind         text not null,
    severity     smallint not null,
    value        numeric,
    threshold    numeric,
    amount       numeric(18,2),            -- money at stake, yuan
    event_on     date,
    evidence     text[] not null,          -- stream:natural_key
    detail       jsonb not null default '{}',  -- figures and names that the reason's words use
    raised_at    timestamptz not null default now(),
    changed_at   timestamptz not null default now(),
    cleared_at   timestamptz               -- set when a later run no longer finds it; the row stays
);
create unique index on rule.flag (rule_id, subject_code, item_key);
create index on rule.flag (subject_code) where cleared_at is null;

grant select, insert, update on rule.catalogue, rule.parameter, rule.progress to fundwatch_app;
grant select, insert, update, delete on rule.state to fundwatch_app;
grant select, insert, update on rule.flag to fundwatch_app;
grant select on rule.parameter, rule.catalogue to fundwatch_rules;
