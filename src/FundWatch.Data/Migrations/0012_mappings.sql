-- Mappings kept under a name. Each version is a row of its own and stays; the highest that is not removed is in use.
create table ingest.mapping (
    name       text not null,
    version    integer not null,
    stream     text not null,
    body       text not null,              -- JSON as it was given, comments included
    saved_by   text not null check (btrim(saved_by) <> ''),
    saved_at   timestamptz not null,
    removed_by text,
    removed_at timestamptz,
    primary key (name, version),
    check ((removed_by is null) = (removed_at is null))
);

-- Through which mapping a source's file with these headers was read last: its next file with the same headers needs no asking.
create table ingest.source_mapping (
    source_id      integer not null references ingest.source,
    headers_sha256 text not null,
    mapping_name   text not null,
    used_at        timestamptz not null,
    primary key (source_id, headers_sha256)
);

grant select, insert on ingest.mapping to fundwatch_app;
grant update (removed_by, removed_at) on ingest.mapping to fundwatch_app;
grant select, insert, update on ingest.source_mapping to fundwatch_app;
