-- Errors that the program words itself have always had both languages; the store kept only the English one, and a Chinese reader of the page got that.
alter table job.run add column error_zh text;        -- null: the error came from elsewhere and is as it came
alter table ingest.batch add column error_zh text;
