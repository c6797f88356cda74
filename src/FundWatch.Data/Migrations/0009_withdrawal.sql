-- Quality reports beside batches, withdrawal of a batch as a whole, and refused rows with a reason for each cell.
alter table ingest.batch drop constraint batch_status_check;
alter table ingest.batch
    add constraint batch_status_check check (status in ('loading', 'done', 'failed', 'withdrawing', 'withdrawn')),
    add column corrects          bigint references ingest.batch,  -- the batch whose refused rows this one took back in
    add column withdraw_asked_at timestamptz,  -- set and committed before the first row goes
    add column withdrawn_from    timestamptz,  -- the moment from which its rows are no longer known, later than the above
    add column withdrawn_at      timestamptz,  -- when the last row had gone
    add column withdrawn_by      text,
    add column withdraw_reason   text,
    add column removed           bigint not null default 0,  -- rows of this batch that went into history, and of these
    add column restored          bigint not null default 0,  -- rows of which an earlier version came back
    add constraint batch_withdrawal_check check (status not in ('withdrawing', 'withdrawn')
        or (withdraw_asked_at is not null and btrim(withdrawn_by) <> '' and btrim(withdraw_reason) <> ''));
create index on ingest.batch (corrects) where corrects is not null;

-- What a batch held (profile, written before the batch is done) and what was found out about it afterwards (findings).
create table ingest.batch_report (
    batch_id bigint primary key references ingest.batch,
    profile  jsonb not null,
    findings jsonb,                        -- null until the checks have run: they are repeated where a process died in between
    made_at  timestamptz not null default now()
);
grant select, insert, update on ingest.batch_report to fundwatch_app;

alter table ingest.rejected_row drop constraint rejected_row_status_check;
alter table ingest.rejected_row
    add constraint rejected_row_status_check check (status in ('open', 'replayed', 'discarded', 'withdrawn')),
    add column issues      jsonb,          -- [{column, code, zh, en}]: every cell that is wrong, where there are such
    add column replayed_in bigint references ingest.batch;
create index on ingest.rejected_row (replayed_in) where replayed_in is not null;

-- Old versions are looked up by key: what was known of a row before.
create function fw.index_history(stream text) returns void language plpgsql as $$
declare
    key text;
begin
    select string_agg(quote_ident(a.attname), ', ' order by k.n) into key
    from pg_index i
    cross join lateral unnest(i.indkey::smallint[]) with ordinality k (attnum, n)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = format('record.%I', stream)::regclass and i.indisunique;
    execute format('create index on history.%I (%s)', stream, key);
end $$;
select fw.index_history(c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'record' and c.relkind in ('r', 'p') and not c.relispartition;
