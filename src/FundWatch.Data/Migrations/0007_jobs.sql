-- Runs of scheduled work, as the runs page shows them. Hangfire keeps its own queue in its own schema.
create table job.run (
    run_id       bigint generated always as identity primary key,
    job          text not null,
    request      text not null,            -- what asked for it; a request that was killed is run again under the same name, and done once
    attempt      smallint not null,        -- from 1
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null default now(),
    finished_at  timestamptz,
    status       text not null check (status in ('running', 'done', 'failed', 'abandoned')),
    started_by   text not null,            -- schedule, or the person or process that asked
    worker       text not null,
    progress     real not null default 0,  -- 0..1
    stage        text,                     -- what it is doing now
    counts       jsonb not null default '{}',
    error        text,
    unique (request, attempt)
);
create index on job.run (started_at desc);
create index on job.run (job, started_at desc);
create unique index on job.run (job) where status = 'running';
grant select, insert, update on job.run to fundwatch_app;
