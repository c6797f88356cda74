-- id: SCH-003
-- version: 1
-- title_zh: 食材采购价偏高
-- title_en: Food bought above the market
-- stream: meal_purchase
-- scheme: meals.price
-- subject: organisation
-- kind: analytic
-- severity: 2
-- basis_zh: 校园餐专项整治公开通报案例；参考价为当地发布的市场价，偏高幅度和周数为经验值
-- basis_en: Published cases of school-meal inspections; the reference is the published local market price, the margin and the number of weeks are rules of thumb
-- basis_checked: no
-- requires: meal_purchase.unit_price
-- param: over_reference = 0.15 share | zh 高于参考价的幅度 | en margin above the reference price
-- param: over_peers = 0.10 share | zh 高于同类学校中位价的幅度 | en margin above the median price of other schools
-- param: over_peers_alone = 0.15 share | zh 没有参考价时，高于同类学校中位价的幅度 | en margin above other schools where there is no reference price
-- param: weeks = 3 weeks | zh 连续偏高的采购周数 | en consecutive weeks with purchases above the margin
-- param: peers_needed = 5 schools | zh 比较所需的其他学校数 | en other schools needed for a comparison
-- rescore: all
-- reason_zh: {subject_name} 采购 {item_name} 连续 {weeks} 个采购周价格偏高：均价 {value} 元，比较价 {threshold} 元（每{unit_zh}），多付约 {amount} 元，疑似偏高，需核实
-- reason_en: {subject_name} bought {item_name} above the market for {weeks} weeks running: {value} yuan against {threshold} (per {unit_en}), about {amount} yuan too much; suspected overpricing; to be verified

-- One pass over the purchases; all else is weeks.
with week as materialized (
    select school_code, item_name, case when kg is null then unit else 'kg' end as unit, date_trunc('week', purchased_on)::date as week,
           min(school_name) as school_name, min(region_code) as region_code,
           sum(coalesce(kg, quantity)) as quantity, sum(amount) as paid,
           -- The reference on the row is per unit of the row.
           sum(reference_price * quantity) / nullif(sum(case when reference_price is not null then coalesce(kg, quantity) end), 0) as row_reference,
           min(purchase_id) as first_id, count(*) as purchases
    from meal_purchase cross join lateral (select fw.kilograms(quantity, unit) as kg offset 0) weighed -- once a row
    where amount > 0 and quantity > 0
    group by 1, 2, 3, 4
),
priced as (
    select *, paid / quantity as price, left(region_code, 4) as city from week where quantity > 0
),
peer as materialized (
    select city, item_name, unit, week, percentile_cont(0.5) within group (order by price)::numeric as price, count(*) as schools
    from priced group by city, item_name, unit, week
),
asked as (
    select distinct item_name, region_code, date_trunc('month', week)::date as month from priced where unit = 'kg'
),
reference as materialized (
    -- One key, so that the join below cannot be tempted to walk all months of an item.
    select concat_ws('|', a.item_name, a.region_code, a.month) as key, r.price_per_kg
    from asked a
    cross join lateral (
        select p.price_per_kg from price_reference p
        where p.item_name = a.item_name and p.month = a.month and starts_with(a.region_code, regexp_replace(p.region_code, '(00)+$', ''))
        order by length(regexp_replace(p.region_code, '(00)+$', '')) desc limit 1) r
),
limit_of as materialized (
    select rule.param('SCH-003', 'over_reference', null, null) as over_reference, rule.param('SCH-003', 'over_peers', null, null) as over_peers,
           rule.param('SCH-003', 'over_peers_alone', null, null) as over_alone, rule.param('SCH-003', 'weeks', null, null) as weeks,
           rule.param('SCH-003', 'peers_needed', null, null) as peers_needed
),
compared as (
    select p.*, coalesce(f.price_per_kg, p.row_reference) as reference, f.price_per_kg is not null as listed,
           case when k.schools - 1 >= peers_needed then k.price end as peers
    from priced p
    join scope s on s.subject_code = p.school_code
    cross join limit_of
    left join peer k on k.city = p.city and k.item_name = p.item_name and k.unit = p.unit and k.week = p.week
    left join reference f on f.key = case when p.unit = 'kg' then concat_ws('|', p.item_name, p.region_code, date_trunc('month', p.week)::date) end
),
judged as (
    select c.*, reference is null and peers is null as blind,
           case when reference is not null then price > reference * (1 + over_reference) and (peers is null or price > peers * (1 + over_peers))
                else coalesce(price > peers * (1 + over_alone), false) end as over,
           coalesce(reference, peers) as fair
    from compared c, limit_of
),
-- Runs of weeks with purchases, all of them above.
numbered as (
    select *, row_number() over (partition by school_code, item_name, unit order by week) - row_number() over (partition by school_code, item_name, unit, over order by week) as run
    from judged
),
run as (
    select school_code, item_name, unit, run, count(*) as weeks, sum(paid - fair * quantity) as beyond, sum(paid) / sum(quantity) as price,
           sum(fair * quantity) / sum(quantity) as fair, bool_or(listed) as listed, max(week) as last_on, array_agg('meal_purchase:' || first_id order by week) as evidence
    from numbered where over group by school_code, item_name, unit, run
),
kept as (
    select r.school_code, r.item_name, r.unit, max(r.weeks) as longest, sum(r.beyond) as beyond, max(r.last_on) as last_on, bool_or(r.listed) as listed,
           sum(r.price * r.weeks) / sum(r.weeks) as price, sum(r.fair * r.weeks) / sum(r.weeks) as fair
    from run r, limit_of l where r.weeks >= l.weeks group by r.school_code, r.item_name, r.unit
),
item as (
    select school_code, item_name, unit, min(school_name) as school_name, bool_and(blind) as blind, max(week) as last_on
    from judged group by school_code, item_name, unit
)
select i.school_code as subject_code, i.item_name || '|' || i.unit as item_key,
       case when k.longest is not null then 'triggered' when i.blind then 'insufficient_data' else 'not_triggered' end as state,
       round(k.price, 2) as value, round(k.fair, 2) as threshold, k.beyond as amount, coalesce(k.last_on, i.last_on) as event_on,
       (select (array_agg(e order by e))[1:50] from run r, limit_of l, unnest(r.evidence) e
        where r.school_code = i.school_code and r.item_name = i.item_name and r.unit = i.unit and r.weeks >= l.weeks) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', i.school_name, 'item_name', i.item_name, 'unit_zh', case i.unit when 'kg' then '公斤' else i.unit end, 'unit_en', i.unit,
           'value_unit', case i.unit when 'kg' then 'yuan/kg' else 'yuan' end, 'label', i.item_name, 'weeks', k.longest, 'observations', k.longest,
           'standard_from', case when k.listed then 'price_reference' end,
           'missing', case when i.blind then jsonb_build_array('price_reference.price_per_kg', 'meal_purchase.reference_price') end)) as detail
from item i left join kept k using (school_code, item_name, unit)
