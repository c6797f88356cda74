-- Money that is not in yuan stays in its own currency and is never called yuan. A source delivers in one currency.
alter table ingest.source add column currency text check (currency ~ '^[A-Z]{3}$'); -- ISO 4217; null: yuan
grant update (currency) on ingest.source to fundwatch_app;

alter table review.lead add column currency text check (currency ~ '^[A-Z]{3}$'); -- of all its amounts; null: yuan
