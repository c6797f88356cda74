-- Registry of trained models and their scores. A feature set is one file under models/features: one row of figures per subject.
create table model.version (
    model_version_id bigint generated always as identity primary key,
    feature_set  text not null,
    name         text not null,            -- feature set and detector, e.g. reception-organisation/ensemble
    detector     text not null,
    version      integer not null,
    alias        text check (alias in ('champion', 'challenger')),
    manifest     jsonb not null,           -- features and their SQL hash, data window and row hash, seed, package versions, metrics, options
    bytes        bytea not null,
    sha256       text not null,
    trained_by   text not null,
    trained_at   timestamptz not null default now(),
    promoted_by  text,
    promoted_at  timestamptz,
    unique (name, version)
);
create unique index on model.version (name, alias) where alias is not null;

create table model.score (
    feature_set  text not null,
    stream       text not null,            -- the stream whose leads it feeds
    subject_kind text not null,
    subject_code text not null,
    subject_name text,
    region_code  text,
    sector       text,
    peer_group   text not null,
    peer_count   integer not null,
    amount       numeric(18,2),            -- money that passed through the subject, yuan
    score        double precision not null,  -- 0..1, higher is stranger
    p_value      double precision not null,
    versions     text[] not null,          -- name@version of every model that took part
    parts        jsonb not null,           -- [{feature, title_zh, title_en, unit, direction, value, median, mad, contribution, peer_count}], largest first; contributions add up to the score
    features     jsonb not null,           -- {feature: value}: what the models saw, for replay and charts
    evidence     text[] not null default '{}',
    scored_at    timestamptz not null default now(),
    primary key (feature_set, subject_code)
);
create index on model.score (subject_code);

grant select, insert, update on model.version to fundwatch_app;
grant select, insert, update, delete on model.score to fundwatch_app;
