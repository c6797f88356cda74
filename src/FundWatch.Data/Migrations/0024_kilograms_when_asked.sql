-- What a purchase weighs was computed and stored with every row: a twelfth of all that a load costs, since PostgreSQL puts a row together a second time
-- for it. Three queries ask for it; they call fw.kilograms.
drop view asof.meal_purchase;
alter table record.meal_purchase drop column quantity_kg;
alter table history.meal_purchase drop column quantity_kg;
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
