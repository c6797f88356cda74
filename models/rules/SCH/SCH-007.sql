-- id: SCH-007
-- version: 5
-- title_zh: 供应商关联或一家独大
-- title_en: A related or dominant supplier
-- stream: meal_purchase
-- scheme: meals.supplier
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 校园餐专项整治公开通报案例（校长亲属开办的公司供货）；份额和成立时间为经验值
-- basis_en: Published cases of school-meal inspections (a company of the headmaster's sister); share and age are rules of thumb
-- basis_checked: no
-- requires: meal_purchase.supplier_code, meal_purchase.amount
-- param: share = 0.6 share | zh 一家供应商占自行采购额的份额 | en share of one supplier in a school's own purchases, above
-- param: elsewhere = 0.5 share | zh 该供应商在同市其他学校的份额低于此值（否则视为当地唯一配送商） | en the supplier's share among other schools of the city is below this (else it is the local distributor)
-- param: least_purchases = 20 purchases | zh 12 个月内采购笔数下限 | en purchases within 12 months, at least
-- param: least_amount = 10000 yuan | zh 12 个月内采购额下限 | en purchases within 12 months in yuan, at least
-- param: new_days = 183 days | zh 首次供货前成立不满的天数 | en days between the supplier's founding and its first delivery, below
-- param: new_share = 0.3 share | zh 新设供应商的份额下限 | en share of a newly founded supplier, at least
-- rescore: all
-- unit: share
-- reason_zh: {subject_name} 向 {supplier} 采购占 {value:%}（{purchases} 笔、{amount} 元）：{signs_zh}，疑似供应商关联或一家独大，需核实
-- reason_en: {subject_name} bought {value:%} from {supplier} ({purchases} purchases, {amount} yuan): {signs_en}; suspected related or dominant supplier; to be verified

with limit_of as materialized (
    select rule.param('SCH-007', 'share', null, null) as share, rule.param('SCH-007', 'elsewhere', null, null) as elsewhere,
           rule.param('SCH-007', 'least_purchases', null, null) as least_purchases, rule.param('SCH-007', 'least_amount', null, null) as least_amount,
           rule.param('SCH-007', 'new_days', null, null) as new_days, rule.param('SCH-007', 'new_share', null, null) as new_share
),
last_day as (
    select max(purchased_on) as day from meal_purchase
),
bought as materialized (
    select m.school_code, m.supplier_code, coalesce(m.channel, '') = '集采集配' as central, min(m.school_name) as school_name, min(m.supplier_name) as supplier_name,
           left(min(m.region_code), 4) as city, count(*) as purchases, sum(m.amount) as paid,
           min(m.purchased_on) as first_on, max(m.purchased_on) as last_on
    from meal_purchase m, last_day d
    where m.supplier_code is not null and m.amount > 0 and m.purchased_on > d.day - 365
    group by m.school_code, m.supplier_code, central
),
own as (
    select b.*, sum(paid) over (partition by school_code) as school_paid, sum(purchases) over (partition by school_code) as school_purchases
    from bought b where not central
),
city as (
    select city, sum(paid) as paid from own group by city
),
city_supplier as (
    select city, supplier_code, sum(paid) as paid from own group by city, supplier_code
),
typical as (
    -- What the largest supplier of a school usually has: where one for all is the custom, it is no sign.
    select city, percentile_cont(0.75) within group (order by top) as top from (
        select city, school_code, max(paid / school_paid) as top from own, limit_of
        where school_purchases >= least_purchases and school_paid >= least_amount group by city, school_code) t
    group by city having count(*) >= 8
),
-- Leaders and staff of the school, or their relatives, who own or head the supplier.
people as (
    select org_code, person_id as person from personnel union select org_code, unnest(relatives) from personnel
),
owner as (
    select company_code, legal_rep as person from company where legal_rep is not null union select company_code, unnest(shareholders) from company
    union select supplier_code, supplier_code from bought where supplier_code like 'p\_%' -- a person who supplies without a firm
),
related as (
    select distinct p.org_code, o.company_code from people p join owner o on o.person = p.person
),
founded as (
    select company_code, min(established_on) as established_on from company group by company_code
),
supplied as (
    select school_code, supplier_code, min(school_name) as school_name, min(supplier_name) as supplier_name, min(city) as city, sum(purchases) as purchases, sum(paid) as paid,
           min(first_on) as first_on, max(last_on) as last_on
    from bought group by school_code, supplier_code
),
judged as (
    select b.*, o.paid / nullif(o.school_paid, 0) as share, r.company_code is not null as related,
           coalesce(o.school_purchases >= l.least_purchases and o.school_paid >= l.least_amount, false) as enough,
           coalesce(o.paid / nullif(o.school_paid, 0) > greatest(l.share, least(t.top, 0.95))
               and coalesce((cs.paid - o.paid) / nullif(c.paid - o.school_paid, 0), 0) < l.elsewhere, false) as dominant,
           coalesce(b.first_on - f.established_on < l.new_days and b.first_on >= f.established_on and o.paid / nullif(o.school_paid, 0) >= l.new_share, false) as new,
           greatest(l.share, least(t.top::numeric, 0.95)) as usual, (cs.paid - o.paid) / nullif(c.paid - o.school_paid, 0) as beside,
           l.share as most, l.new_share
    from supplied b
    join scope s on s.subject_code = b.school_code
    cross join limit_of l
    left join own o on o.school_code = b.school_code and o.supplier_code = b.supplier_code
    left join city c on c.city = b.city
    left join city_supplier cs on cs.city = b.city and cs.supplier_code = b.supplier_code
    left join typical t on t.city = b.city
    left join related r on r.org_code = b.school_code and r.company_code = b.supplier_code
    left join founded f on f.company_code = b.supplier_code
),
found as (
    select *, coalesce(related or enough and (dominant or new), false) as triggered from judged
),
-- All that the sum of a case holds. Of more than a reader looks through, the evidence has the first, the last and the largest; one of its fifty places is the register's row.
ordered as (
    select m.school_code, m.supplier_code, m.purchase_id, m.purchased_on, m.amount,
           row_number() over w as nth, count(*) over (partition by m.school_code, m.supplier_code) as many
    from found f
    join meal_purchase m on m.school_code = f.school_code and m.supplier_code = f.supplier_code
    cross join last_day d
    where f.triggered and m.amount > 0 and m.purchased_on > d.day - 365
    window w as (partition by m.school_code, m.supplier_code order by m.purchased_on, m.purchase_id)
),
summed as (
    select school_code, supplier_code, array_agg('meal_purchase:' || purchase_id order by nth) as rows,
           array_agg('meal_purchase:' || purchase_id order by nth) filter (where place <= 49) as shown
    from (select *, row_number() over (partition by school_code, supplier_code order by nth in (1, many) desc, amount desc, nth) as place from ordered) o
    group by school_code, supplier_code
)
select school_code as subject_code, supplier_code as item_key,
       case when triggered then 'triggered'
            when share is null or not enough then 'not_applicable'                   -- central purchasing only, or too little to say
            else 'not_triggered' end as state,
       round(share, 3) as value, round(case when related and not (enough and (dominant or new)) then null when enough and new and not dominant then new_share when dominant then usual else most end, 3) as threshold, case when triggered then paid end as amount, last_on as event_on,
       coalesce(shown, '{}') || case when triggered and (related or new) and supplier_code not like 'p\_%' then array['company:' || supplier_code] else '{}' end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', school_name,
           'amount_rows', to_jsonb(rows),
           'supplier', case when supplier_code like 'p\_%' then supplier_code else coalesce(supplier_name, supplier_code) end, 'purchases', purchases, 'label', case when supplier_code like 'p\_%' then supplier_code else coalesce(supplier_name, supplier_code) end,
           'signs_zh', nullif(concat_ws('、', case when related then '与本校人员或其亲属有关联' end, case when dominant then '该供应商在同市其他学校只占 ' || round(100 * coalesce(beside, 0), 1) || '%' end, case when new then '成立不久即供货' end), ''),
           'signs_en', nullif(concat_ws(', ', case when related then 'tied to staff of the school or their relatives' end, case when dominant then 'it has ' || round(100 * coalesce(beside, 0), 1) || '% at other schools of the city' end, case when new then 'founded shortly before' end), ''))) as detail
from found left join summed using (school_code, supplier_code)
union all
select m.school_code, 'no-supplier', 'insufficient_data', null, null, null, null, null, jsonb_build_object('missing', jsonb_build_array('meal_purchase.supplier_code'))
from meal_purchase m join scope s on s.subject_code = m.school_code
group by m.school_code having count(m.supplier_code) = 0
