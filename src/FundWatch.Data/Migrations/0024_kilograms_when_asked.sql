-- What a purchase weighs was computed and stored with every row: a twelfth of all that a load costs, since PostgreSQL puts a row together a second time
-- for it. Three queries ask for it; they call fw.kilograms.
drop view asof.meal_purchase;
alter table record.meal_purchase drop column quantity_kg;
alter table history.meal_purchase drop column quantity_kg;
-- Months of a first load that was killed are not its partitions yet: with a column that it has not they never would be.
do $$
declare
    side regclass;
begin
    for side in select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'loading'::regnamespace and c.relkind = 'r' and a.attname = 'quantity_kg' and not a.attisdropped
    loop
        execute format('alter table %s drop column quantity_kg', side);
    end loop;
end $$;
do $$
declare
    columns text := (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = 'record.meal_purchase'::regclass and attnum > 0 and not attisdropped);
begin
    execute format('create view asof.meal_purchase as
        select %1$s from record.meal_purchase where recorded_from <= fw.as_of()
        union all
        select %1$s from history.meal_purchase where recorded_from <= fw.as_of() and recorded_to > fw.as_of()', columns);
end $$;
grant select on asof.meal_purchase to fundwatch_app, fundwatch_rules;
select fw.keep_versions('meal_purchase');
