-- A file that was taken in and is asked for again keeps its report until the new load has ended; stopped before it began, it is again what it was.
alter table ingest.sent_file add column before jsonb; -- {status, error, finished_at, stream, mapping, sheet}; null unless it was asked for again
