-- How far a feature set's scores have come: by which version, from which file, over the records up to when. Where nothing it reads has changed
-- since, its figures are what they were and need not be computed again.
create table model.progress (
    feature_set       text primary key,
    version           text not null,       -- name@version of the champion
    definition_sha256 text not null,       -- of the feature file
    scored_through    timestamptz not null
);
grant select, insert, update on model.progress to fundwatch_app;
