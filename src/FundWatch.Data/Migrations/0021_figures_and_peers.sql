-- A subject's score follows from its figures and the model: where both are as they were, nothing has to be scored, explained or written.
alter table model.score add column figures_hash bytea; -- null: scored by an earlier program

-- Feature sets that have subjects, but too few for a model of what is usual among them: a person who finds no leads should read why.
create table model.too_few (
    feature_set text primary key,
    title_zh    text not null,
    title_en    text not null,
    subjects    integer not null,
    needed      integer not null
);
grant select, insert, update, delete on model.too_few to fundwatch_app;
