-- Files that somebody sent through the page or the API. Each is loaded by a job of its own, which outlives the browser; job.run has its progress.
create table ingest.sent_file (
    file_id         bigint generated always as identity primary key,
    file_name       text not null,         -- as the sender called it, without anything that could lead elsewhere
    path            text not null,         -- where its bytes lie now
    size_bytes      bigint not null,
    source          text not null,
    stream          text,                  -- null: recognised from the header
    mapping         text,                  -- a kept mapping; null: recognised, or what the source used for the same header before
    sheet           text,
    via             text not null check (via in ('page', 'api', 'records')),
    sent_by         text not null check (btrim(sent_by) <> ''),
    sent_at         timestamptz not null,
    status          text not null default 'waiting' check (status in ('waiting', 'loading', 'done', 'refused', 'failed', 'cancelled')),
    attempts        smallint not null default 0,  -- starts since it was last asked for: a file that takes its worker down is not tried for ever
    cancel_asked_by text,
    error           jsonb,                 -- {code, zh, en}
    report          jsonb,                 -- files[] and totals, as `ingest --json` gives them
    finished_at     timestamptz
);
create index on ingest.sent_file (sent_at desc);
create index on ingest.sent_file (file_id) where status in ('waiting', 'loading');
grant select, insert, update on ingest.sent_file to fundwatch_app;

-- Tokens for scripts, beside the page's cookie. Only a hash is kept; a token may do what its account's role may.
create table review.api_token (
    token_id     integer generated always as identity primary key,
    account_id   integer not null references review.account,
    name         text not null check (btrim(name) <> ''),
    token_sha256 bytea not null unique,
    created_by   text not null check (btrim(created_by) <> ''),
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz,
    revoked_by   text,
    revoked_at   timestamptz,
    check ((revoked_by is null) = (revoked_at is null))
);
grant select, insert on review.api_token to fundwatch_app;
grant update (last_used_at, revoked_by, revoked_at) on review.api_token to fundwatch_app;
