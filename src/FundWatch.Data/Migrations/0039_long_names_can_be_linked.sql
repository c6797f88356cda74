-- A cell may hold a megabyte, an entry of an index 2,704 bytes: one registered name that is longer ended every search for names.
alter table ingest.name_link drop constraint name_link_kind_source_id_written_name_region_code_key;
create unique index on ingest.name_link (kind, source_id, md5(written_name), region_code) nulls not distinct;
