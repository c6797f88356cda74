-- Leads look for the names that persons have in records, so as to mask them. The other columns have indexes; few suppliers of meals are persons.
create index on record.meal_purchase (supplier_code) where supplier_code like 'p\_%';
