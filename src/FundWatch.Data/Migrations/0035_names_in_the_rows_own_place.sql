-- A short name that says no place (县卫健局) may be a body of the place of the row that it stands in. Where the row does not say, that is only supposed: a method of its own, which a person sees.
alter table ingest.name_link drop constraint name_link_method_check;
alter table ingest.name_link add constraint name_link_method_check check (method in ('exact', 'firm', 'abbreviation', 'near', 'own_place'));
