-- Where rows come from: sources, batches (one file or sheet taken in once), rows refused, and the vault of personal data.
create table ingest.source (
    source_id  integer generated always as identity primary key,
    name       text not null unique,
    created_at timestamptz not null default now()
);

create table ingest.batch (
    batch_id       bigint generated always as identity primary key,
    source_id      integer not null references ingest.source,
    stream         text not null,
    path           text not null,
    file_name      text not null,
    sheet          text,
    sha256         text not null,          -- of the file's bytes as they lie on disk
    layout_sha256  text not null,          -- of the mapping and options that read it: the same file under another mapping is another batch
    size_bytes     bigint not null,
    encoding       text,
    format         text not null,          -- csv, xlsx, jsonl, ...
    status         text not null check (status in ('loading', 'done', 'failed', 'withdrawn')),
    committed_rows bigint not null default 0,  -- rows of the file already dealt with for good: a killed load resumes here
    rows           bigint not null default 0,
    loaded         bigint not null default 0,
    updated        bigint not null default 0,
    unchanged      bigint not null default 0,
    quarantined    bigint not null default 0,
    skipped        bigint not null default 0,  -- rows that the mapping says are no records
    headers        jsonb,                  -- the file's header, and
    layout         jsonb,                  -- how its cells became columns: refused rows are shown and read again by these
    error          text,
    started_at     timestamptz not null default now(),
    finished_at    timestamptz,
    check (status <> 'done' or rows = loaded + updated + unchanged + quarantined)
);
create unique index one_done_batch_per_file on ingest.batch (source_id, stream, sha256, layout_sha256, coalesce(sheet, '')) where status in ('loading', 'done');

-- A row that was refused. `raw` is the whole row, encrypted like the vault (it may hold personal data).
create table ingest.rejected_row (
    rejected_id bigint generated always as identity primary key,
    batch_id    bigint not null references ingest.batch,
    stream      text not null,
    file_name   text not null,
    sheet       text,
    line_no     bigint not null,
    column_name text,
    code        text not null,             -- stable, e.g. missing_value, bad_date, bad_money, negative_count
    message_zh  text not null,
    message_en  text not null,
    raw         bytea not null,
    status      text not null default 'open' check (status in ('open', 'replayed', 'discarded')),
    reason      text,
    resolved_by text,
    resolved_at timestamptz,
    created_at  timestamptz not null default now()
);
create index on ingest.rejected_row (batch_id, line_no);
create index on ingest.rejected_row (created_at) where status = 'open';

-- token = keyed hash of the normalised value; the same value has the same token in every stream, so joins still work.
create table vault.personal (
    token      text primary key,
    ciphertext bytea not null,
    masked     text not null
);

grant select, insert on ingest.source to fundwatch_app;
grant select, insert, update on ingest.batch, ingest.rejected_row to fundwatch_app;
grant select, insert on vault.personal to fundwatch_app;
