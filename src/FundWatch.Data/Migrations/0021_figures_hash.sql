-- A subject's score follows from its figures and the model: where both are as they were, nothing has to be scored, explained or written.
alter table model.score add column figures_hash bytea; -- null: scored by an earlier program
