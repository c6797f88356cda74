-- Accounts, leads and their trail.
create table review.account (
    account_id    integer generated always as identity primary key,
    login         text not null unique,
    display_name  text not null,
    role          text not null check (role in ('auditor', 'data_staff', 'supervisor', 'system_admin', 'security_admin', 'audit_admin')),
    password_hash text not null,
    disabled      boolean not null default false,
    failures      integer not null default 0,  -- wrong passwords since the last right one
    locked_until  timestamptz,             -- too many of them: nobody gets in before this
    signed_in_at  timestamptz,
    created_at    timestamptz not null default now()
);

create table review.lead (
    lead_id         bigint generated always as identity primary key,
    fingerprint     text not null unique,  -- of stream, scheme, subject kind and subject code
    stream          text not null,
    scheme          text not null,
    subject_kind    text not null check (subject_kind in ('organisation', 'company', 'project', 'application', 'person')),
    subject_code    text not null,
    subject_name    text not null,
    region_code     text,
    sector          text,
    risk_score      numeric(5,2) not null check (risk_score between 0 and 100),
    priority        numeric(12,4) not null,  -- what the queue is ordered by: chance x amount x severity x freshness
    p_value         double precision,
    q_value         double precision,
    amount_at_stake numeric(18,2) not null default 0,
    reason_codes    text[] not null,
    reasons_zh      text not null,
    reasons_en      text not null,
    evidence_keys   text[] not null,
    model_versions  text[] not null default '{}',
    first_seen      timestamptz not null default now(),
    last_seen       timestamptz not null default now(),  -- when its evidence last changed
    status          text not null default 'new',
    outcome         text,
    assignee        text,
    due_on          date,
    parked_until    date,
    version         integer not null default 1,  -- moves with every change; If-Match
    content_sha256  text not null          -- of all that a scoring run computes: equal means nothing to write
);
create index on review.lead (priority desc, lead_id);
create index on review.lead (status, priority desc);
create index on review.lead (subject_code);

-- Why: one row per rule or model that speaks in the lead. Contributions add up to the risk score.
create table review.lead_part (
    lead_id      bigint not null references review.lead on delete cascade,
    ordinal      smallint not null,
    origin       text not null check (origin in ('rule', 'model')),
    code         text not null,            -- rule id, or feature set
    contribution numeric(5,2) not null,
    value        numeric,
    threshold    numeric,
    unit         text,
    reason_zh    text not null,
    reason_en    text not null,
    amount       numeric(18,2),
    evidence     text[] not null,
    detail       jsonb not null default '{}',
    primary key (lead_id, ordinal)
);

-- 留痕: append-only and hash-chained per lead (lead_id null: the office's own chain, for exports, unmasking, promotions, ...).
create table review.trail (
    seq         bigint generated always as identity primary key,
    lead_id     bigint,
    ordinal     integer not null,          -- position in its chain, from 1
    event       text not null,
    actor       text not null check (actor <> ''),
    at          timestamptz not null,
    from_status text,
    to_status   text,
    note        text,
    payload     text not null default '{}',  -- JSON text, kept byte for byte because the hash covers it
    prev_hash   bytea not null,
    hash        bytea not null
);
create unique index on review.trail (coalesce(lead_id, 0), ordinal);

create function review.trail_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the trail is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on review.trail for each row execute function review.trail_is_append_only();
create trigger append_only_truncate before truncate on review.trail for each statement execute function review.trail_is_append_only();

-- The nightly anchor over the heads of all chains.
create table review.anchor (
    anchor_id bigint generated always as identity primary key,
    at        timestamptz not null,
    events    bigint not null,
    chains    bigint not null,
    hash      bytea not null
);
create trigger append_only before update or delete on review.anchor for each row execute function review.trail_is_append_only();
create trigger append_only_truncate before truncate on review.anchor for each statement execute function review.trail_is_append_only();

grant select, insert, update on review.account, review.lead to fundwatch_app;
grant select, insert, update, delete on review.lead_part to fundwatch_app;
grant select, insert on review.trail, review.anchor to fundwatch_app;
