-- Names without a code that fit no registered one, or several, as the last search found them: the page went through all rows and registers at each visit for them.
-- They are kept as people may see them too (a person's masked), which is what a search among them goes by.
create table ingest.unmatched_name (
    unmatched_id bigint generated always as identity primary key,
    kind         text not null check (kind in ('organisation', 'company')),
    source_id    integer not null references ingest.source,
    written_name text not null,
    region_code  text,
    shown_name   text not null,
    rows         bigint not null,
    candidates   jsonb not null  -- [{code, name, region}], at most six, as shown; none where nothing fits
);
-- A cell may hold a megabyte, an entry of an index 2,704 bytes.
create unique index on ingest.unmatched_name (kind, source_id, md5(written_name), region_code) nulls not distinct;
create index on ingest.unmatched_name (rows desc, left(shown_name, 200) collate "C", unmatched_id);

-- When names were last looked for, and how many fit none or several: each visit of the page shows it.
create table ingest.name_search (
    kind        text primary key check (kind in ('organisation', 'company')),
    searched_at timestamptz not null,
    not_found   bigint not null,
    ambiguous   bigint not null
);

grant select, insert, update, delete on ingest.unmatched_name to fundwatch_app;
grant select, insert, update on ingest.name_search to fundwatch_app;
