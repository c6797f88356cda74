-- A cell may hold a megabyte, an entry of an index 2,704 bytes: one registered name that is longer ended every search for names.
alter table ingest.name_link drop constraint name_link_kind_source_id_written_name_region_code_key;
create unique index on ingest.name_link (kind, source_id, md5(written_name), region_code) nulls not distinct;

-- Searches are timed by the database's clock since. One that was timed by a clock ahead of it would have all later ones dropped until that moment comes.
update ingest.name_search set searched_at = clock_timestamp() where searched_at > clock_timestamp();
