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
    status          text not null default 'new'
        check (status in ('new', 'triage', 'assigned', 'verifying', 'parked', 'verified', 'dismissed', 'rectifying', 'closed')),
    outcome         text check (outcome in ('substantiated', 'partly', 'unsubstantiated')),
    dismiss_reason  text,                  -- coded, with status dismissed
    assignee        text,
    due_on          date,
    parked_until    date,
    version         integer not null default 1,  -- moves with every change; If-Match
    content_sha256  text not null          -- of all that a scoring run computes: equal means nothing to write; '' once all its evidence has gone
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

create function review.refuse() returns trigger language plpgsql as $$
begin
    raise exception '% on %.% refused: it is kept for ever', tg_op, tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger kept before delete on review.lead for each row execute function review.refuse();
create trigger kept_truncate before truncate on review.lead for each statement execute function review.refuse();

-- 留痕: append-only and hash-chained per lead (lead_id null: the office's own chain, for exports, unmasking, promotions, ...).
-- seq, ordinal, prev_hash and hash are set by the trigger below, whatever an insert says.
create table review.trail (
    seq         bigint primary key,
    lead_id     bigint,
    ordinal     integer not null,          -- position in its chain, from 1
    event       text not null check (event <> ''),
    actor       text not null check (btrim(actor) <> ''),  -- no actor, no change
    at          timestamptz not null,
    from_status text,
    to_status   text,
    note        text,
    payload     text not null default '{}',  -- JSON text, kept byte for byte because the hash covers it
    prev_hash   bytea not null,
    hash        bytea not null
);
create unique index on review.trail (coalesce(lead_id, 0), ordinal);
create sequence review.trail_seq owned by review.trail.seq;

-- Each value as its length in UTF-8 bytes, ':' and the bytes; '-' for null (Canonical.cs writes the same).
create function review.canonical(variadic vals text[]) returns bytea language sql immutable parallel safe as $$
    select string_agg(case when v is null then '-'::bytea else convert_to(octet_length(convert_to(v, 'UTF8')) || ':' || v, 'UTF8') end, ''::bytea order by n)
    from unnest(vals) with ordinality as t (v, n)
$$;

-- Links a new event to the head of its chain: hash = SHA-256(prev_hash || canonical fields), prev_hash of the first event = 32 zero bytes.
-- Writers of one lead's chain wait for each other on the lead's row, which they have changed before; the office's chain has a lock of its own.
create function review.link_trail() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
    head record;
begin
    if new.lead_id is null then
        perform pg_advisory_xact_lock(hashtext('review.trail'), 0);
    end if;
    select ordinal, hash into head from review.trail t
    where coalesce(t.lead_id, 0) = coalesce(new.lead_id, 0) order by t.ordinal desc limit 1;
    new.seq := nextval('review.trail_seq');
    new.ordinal := coalesce(head.ordinal, 0) + 1;
    new.prev_hash := coalesce(head.hash, decode(repeat('00', 32), 'hex'));
    new.hash := sha256(new.prev_hash || review.canonical('trail/1', new.lead_id::text, new.ordinal::text, new.event, new.actor,
        (extract(epoch from new.at) * 1000000)::bigint::text, new.from_status, new.to_status, new.note, new.payload));
    return new;
end $$;
create trigger link before insert on review.trail for each row execute function review.link_trail();
create trigger append_only before update or delete on review.trail for each row execute function review.refuse();
create trigger append_only_truncate before truncate on review.trail for each statement execute function review.refuse();

-- The nightly anchor over the heads of all chains, chained itself. A copy of its hash kept elsewhere proves the whole trail up to through_seq.
create table review.anchor (
    anchor_id   bigint generated always as identity primary key,
    at          timestamptz not null,
    through_seq bigint not null,           -- covers the events up to here
    events      bigint not null,
    chains      bigint not null,
    prev_hash   bytea not null,
    hash        bytea not null
);
create trigger append_only before update or delete on review.anchor for each row execute function review.refuse();
create trigger append_only_truncate before truncate on review.anchor for each statement execute function review.refuse();

-- Anchors what has come since the last anchor; null where nothing has. Waits for running inserts, so that no earlier seq can still appear.
create function review.anchor_trail(moment timestamptz) returns bigint language plpgsql security definer set search_path = pg_catalog as $$
declare
    last review.anchor;
    heads record;
    made bigint;
begin
    lock table review.trail in share mode;
    lock table review.anchor in share row exclusive mode;
    select * into last from review.anchor order by anchor_id desc limit 1;
    select max(seq) as through, sum(ordinal)::bigint as events, count(*) as chains,
           sha256(string_agg(review.canonical(lead_id::text, ordinal::text, encode(hash, 'hex')), ''::bytea order by coalesce(lead_id, 0))) as hash
    into heads
    from (select distinct on (coalesce(lead_id, 0)) seq, lead_id, ordinal, hash from review.trail order by coalesce(lead_id, 0), ordinal desc) h;
    if heads.through is null or heads.through = last.through_seq then
        return null;
    end if;
    insert into review.anchor (at, through_seq, events, chains, prev_hash, hash)
    select moment, heads.through, heads.events, heads.chains, p.hash,
           sha256(p.hash || review.canonical('anchor/1', (extract(epoch from moment) * 1000000)::bigint::text, heads.through::text, heads.events::text,
               heads.chains::text, encode(heads.hash, 'hex')))
    from (select coalesce(last.hash, decode(repeat('00', 32), 'hex')) as hash) p
    returning anchor_id into made;
    return made;
end $$;

-- The refusals hold in every session, also one that replays changes as a replica; and the owner has no right to try.
do $$
declare
    t record;
begin
    for t in select tgrelid::regclass as tbl, tgname from pg_trigger where tgfoid = 'review.refuse'::regproc or tgfoid = 'review.link_trail'::regproc loop
        execute format('alter table %s enable always trigger %I', t.tbl, t.tgname);
    end loop;
    execute format('revoke update, delete, truncate on review.trail, review.anchor from %I', current_user);
end $$;

grant select, insert, update on review.account, review.lead to fundwatch_app;
grant select, insert, update, delete on review.lead_part to fundwatch_app;
grant select, insert on review.trail to fundwatch_app;
grant usage on sequence review.trail_seq to fundwatch_app;
grant select on review.anchor to fundwatch_app;
revoke all on function review.anchor_trail(timestamptz) from public;
grant execute on function review.anchor_trail(timestamptz) to fundwatch_app;
