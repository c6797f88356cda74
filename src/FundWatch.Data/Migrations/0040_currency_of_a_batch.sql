-- A refused row is read again in the currency of its file, whatever its source delivers by then.
alter table ingest.batch add column currency text check (currency ~ '^[A-Z]{3}$'); -- ISO 4217, CNY too; null: loaded before this was kept
