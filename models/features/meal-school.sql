-- feature_set: meal-school
-- version: 1
-- stream: meal_purchase
-- subject_kind: organisation
-- title_zh: 学校食材采购
-- title_en: School food purchases
-- feature: price_to_peers | zh 采购价与同期各校中位价之比 | en Price against the median of schools in the same month | direction high
-- feature: price_to_reference | zh 采购价与参考价之比 | en Price against the reference price | direction high
-- feature: dear_item_share | zh 高于各校中位价三成以上的金额占比 | en Share of spend more than 30 % above the median price | direction high
-- feature: price_volatility | zh 同品价格波动 | en Price movement within an item | direction high
-- feature: kg_per_cover | zh 每就餐人次采购量 | en Purchased weight per cover | unit 公斤 | direction both
-- feature: spend_per_cover | zh 每就餐人次支出 | en Spend per cover | unit 元 | direction high
-- feature: cover_volatility | zh 就餐人数波动 | en Movement of the number of diners | direction both
-- feature: top_supplier_share | zh 最大供应商金额占比 | en Share of the largest supplier | direction high
-- feature: suppliers | zh 供应商数量 | en Suppliers | unit 家 | direction low
-- feature: own_channel_share | zh 自行采购占比 | en Share bought outside the central channel | direction high
-- feature: off_day_share | zh 休息日采购占比 | en Share bought on days off | direction high
-- feature: round_quantity_share | zh 整数采购量占比 | en Share of whole-number quantities | direction high
-- feature: growth | zh 近半年与此前半年支出之比(对数) | en Spend of the last half-year against the one before (log) | direction high
-- The purchases are read twice: by school, item and month for prices, by school and day for covers.
with item_month as (
    select school_code, item_name, date_trunc('month', purchased_on)::date as month,
           sum(amount) filter (where fw.kilograms(quantity, unit) > 0) as amount, sum(fw.kilograms(quantity, unit)) as kg,
           sum(amount) filter (where reference_price > 0) as referenced, sum(reference_price * quantity) filter (where reference_price > 0) as reference
    from meal_purchase
    group by 1, 2, 3
),
market as (
    select item_name, month, percentile_cont(0.5) within group (order by amount / kg) as price, count(*) as schools
    from item_month where kg > 0 and amount > 0 group by 1, 2
),
priced as (
    select i.school_code, i.item_name, i.month, i.amount, i.kg, i.amount / i.kg / m.price::numeric as ratio
    from item_month i join market m on m.item_name = i.item_name and m.month = i.month
    where i.kg > 0 and i.amount > 0 and m.schools >= 5 and m.price > 0
),
price as (
    select school_code, sum(ratio * amount) / sum(amount) as to_peers,
           coalesce(sum(amount) filter (where ratio > 1.3), 0) / sum(amount) as dear,
           avg(spread) as volatility
    from (select p.*, stddev_samp(ratio) over (partition by school_code, item_name) as spread from priced p) p
    group by 1
),
referenced as (
    select school_code, sum(referenced) / nullif(sum(reference), 0) as ratio from item_month group by 1
),
per_day as (
    select school_code, purchased_on as day, max(school_name) as school_name, max(region_code) as region_code, max(diners) as diners,
           sum(fw.kilograms(quantity, unit)) as kg, sum(amount) as amount, count(*) as n,
           count(*) filter (where channel = '自行采购') as own, count(channel) as channels, count(*) filter (where quantity = trunc(quantity)) as round
    from meal_purchase
    group by 1, 2
),
latest as (
    select max(day) as day from per_day
),
per_school as (
    select d.school_code, max(d.school_name) as school_name, max(d.region_code) as region_code, sum(d.n) as n, sum(d.amount) as amount, count(*) as days,
           sum(d.kg) filter (where d.diners > 0) / nullif(sum(d.diners), 0) as kg_per_cover,
           sum(d.amount) filter (where d.diners > 0) / nullif(sum(d.diners), 0) as spend_per_cover,
           stddev_samp(d.diners) / nullif(avg(d.diners), 0) as cover_volatility,
           sum(d.own)::numeric / nullif(sum(d.channels), 0) as own_channel_share,
           avg((coalesce(h.kind = '放假', extract(isodow from d.day) > 5) and coalesce(h.kind, '') <> '调休上班')::int) as off_day_share,
           sum(d.round)::numeric / sum(d.n) as round_quantity_share,
           sum(d.amount) filter (where d.day > l.day - 182) as last_half, sum(d.amount) filter (where d.day <= l.day - 182 and d.day > l.day - 364) as half_before
    from per_day d cross join latest l
    left join (select day, min(kind) as kind from holiday group by day) h on h.day = d.day
    group by 1
),
supplier as (
    select school_code, max(amount) / nullif(sum(amount), 0) as top, count(*) as suppliers
    from (select school_code, coalesce(supplier_code, supplier_name) as supplier, sum(amount) as amount from meal_purchase group by 1, 2) s
    where supplier is not null group by 1
),
shown as (
    select school_code, (array_agg('meal_purchase:' || purchase_id order by ratio desc, amount desc, purchase_id))[1:20] as evidence
    from (
        select m.school_code, m.purchase_id, p.ratio, m.amount,
               row_number() over (partition by m.school_code order by p.ratio desc nulls last, m.amount desc, m.purchase_id) as place
        from meal_purchase m
        left join priced p on p.school_code = m.school_code and p.item_name = m.item_name and p.month = date_trunc('month', m.purchased_on)::date) top
    where place <= 20 group by 1
)
select s.school_code as subject_code, s.school_name as subject_name, s.region_code, '教育' as sector, s.region_code as peer_group, s.amount, e.evidence,
       p.to_peers as price_to_peers, r.ratio as price_to_reference, p.dear as dear_item_share, p.volatility as price_volatility,
       s.kg_per_cover, s.spend_per_cover, case when s.days >= 10 then s.cover_volatility end as cover_volatility,
       case when s.n >= 10 then u.top end as top_supplier_share, case when s.n >= 10 then u.suppliers end as suppliers,
       case when s.n >= 10 then s.own_channel_share end as own_channel_share, case when s.days >= 10 then s.off_day_share end as off_day_share,
       case when s.n >= 10 then s.round_quantity_share end as round_quantity_share,
       case when s.last_half > 0 and s.half_before > 0 then ln(s.last_half / s.half_before) end as growth
from per_school s
left join price p on p.school_code = s.school_code
left join referenced r on r.school_code = s.school_code
left join supplier u on u.school_code = s.school_code
left join shown e on e.school_code = s.school_code
