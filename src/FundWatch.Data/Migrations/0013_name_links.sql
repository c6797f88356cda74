-- Names that rows give without a code, and the registered organisation or company each was found to be. Rows themselves stay as they were written.
-- A link with decided_by is a person's: the program never touches it again. One without is the program's own, and follows the registers.
create table ingest.name_link (
    link_id         bigint generated always as identity primary key,
    kind            text not null check (kind in ('organisation', 'company')),
    source_id       integer not null references ingest.source,
    written_name    text not null,
    region_code     text,                  -- the row's own, which tells two bodies of one name apart
    code            text not null,
    registered_name text not null,
    method          text not null check (method in ('exact', 'firm', 'abbreviation', 'near')),
    confidence      numeric(3,2) not null check (confidence between 0 and 1),
    state           text not null check (state in ('proposed', 'confirmed', 'undone')),
    rows            bigint not null,       -- that carried the name when it was last looked for
    made_at         timestamptz not null,
    decided_by      text check (btrim(decided_by) <> ''),
    decided_at      timestamptz,
    note            text,
    unique nulls not distinct (kind, source_id, written_name, region_code),
    check ((decided_by is null) = (decided_at is null)),
    -- Without a person only the very same name counts as found.
    check (decided_by is not null or state <> 'confirmed' or method = 'exact')
);

-- What features and rules may use: links that are exact or that a person confirmed.
create view fw.linked_name as
    select kind, source_id, written_name, region_code, code, registered_name, method from ingest.name_link where state = 'confirmed';

grant select, insert, update on ingest.name_link to fundwatch_app;
grant select on fw.linked_name to fundwatch_app, fundwatch_rules;
