-- id: SCH-004
-- version: 4
-- title_zh: 采购量与就餐人数不符
-- title_en: Food bought does not fit the heads served
-- stream: meal_purchase
-- scheme: meals.quantity
-- subject: organisation
-- kind: analytic
-- severity: 2
-- basis_zh: 校园餐专项整治公开通报案例（虚列采购、虚增就餐人数，如临川：10 人一餐 20 公斤肉）；界限由同类学校得出
-- basis_en: Published cases of school-meal inspections (purchases or heads that were not there, as 20 kg of meat for ten people); the bounds come from similar schools
-- basis_checked: no
-- requires: meal_purchase.diners
-- param: robust_z = 3.5 deviations | zh 相邻各月合计偏离同类中位数的稳健标准差倍数 | en robust standard deviations from the median of similar schools, the neighbouring months taken together
-- param: least_ratio = 1.5 times | zh 与同类中位数之比至少（或其倒数以下） | en times the median of similar schools, or below its inverse, at least
-- param: beside = 1.25 times | zh 相邻月份与同类中位数之比至少（或其倒数以下）即与该月合看 | en times the median, or below its inverse, from which a neighbouring month counts with such a month
-- param: months = 2 months | zh 相邻供餐月中同向偏离的月数 | en neighbouring months with meals that must deviate to the same side
-- param: whole_month = 14 days | zh 采购首末日相距不足此天数的月份不单独算明显偏离（存货的影响太大） | en days from the first to the last purchase of a month; in a shorter one stock weighs too much for it to deviate clearly by itself
-- param: peers_needed = 8 schools | zh 同类学校数 | en similar schools needed for a comparison
-- rescore: all
-- unit: kg per cover
-- reason_zh: {subject_name}：{item} 每人次 {value} 公斤，同类学校中位 {threshold} 公斤（{peers} 所），{direction_zh}，涉及约 {amount} 元，疑似采购量与人数不符，需核实
-- reason_en: {subject_name}: {item}, {value} kg a cover against a median of {threshold} ({peers} schools), {direction_en}, about {amount} yuan; suspected mismatch of purchases and heads; to be verified

-- The heads of a day stand on each of its purchases: count them once. Then all is months.
with day as (
    select school_code, purchased_on, min(school_name) as school_name, left(min(region_code), 4) as city, max(diners) as diners,
           sum(kg) as kg, sum(amount) filter (where kg is not null) as paid, min(purchase_id) as first_id, count(kg) as weighed
    from meal_purchase cross join lateral (select fw.kilograms(quantity, unit) as kg offset 0) weighed -- once a row
    where amount > 0
    group by school_code, purchased_on
),
month as materialized (
    select school_code, min(school_name) as school_name, city, date_trunc('month', purchased_on)::date as month,
           sum(kg) filter (where diners > 0) as kg, sum(diners) filter (where weighed > 0) as covers, sum(paid) filter (where diners > 0) as paid,
           count(*) filter (where diners > 0 and weighed > 0) as days, bool_or(diners > 0) as counted, bool_or(weighed > 0) as weighed,
           max(purchased_on) as last_on,
           max(purchased_on) filter (where diners > 0 and weighed > 0) - min(purchased_on) filter (where diners > 0 and weighed > 0) as span, (array_agg('meal_purchase:' || first_id order by purchased_on))[1:31] as evidence
    from day group by school_code, city, date_trunc('month', purchased_on)
),
limit_of as materialized (
    select rule.param('SCH-004', 'robust_z', null, null) as z, rule.param('SCH-004', 'least_ratio', null, null) as least_ratio, rule.param('SCH-004', 'beside', null, null) as beside,
           rule.param('SCH-004', 'months', null, null) as months, rule.param('SCH-004', 'whole_month', null, null) as whole_month, rule.param('SCH-004', 'peers_needed', null, null) as peers_needed
),
rated as (
    -- Boarding, secondary and primary schools and kindergartens eat differently: compare like with like where there are enough of them.
    select *, kg / covers as rate, ln(kg / covers) as x,
           case when school_name ~ '幼儿园|幼教' then '幼' when school_name ~ '寄宿' then '寄' when school_name ~ '小学|教学点|完小' then '小' else '中' end as sort
    from month where kg > 0 and covers > 0 and days >= 2
),
kind as (
    select r.*, case when count(*) over (partition by city, month, sort) > peers_needed then sort else '' end as peer_sort from rated r, limit_of
),
-- Where a kind is too small, its schools are measured against all of the city.
centre as (
    select city, month, sort as peer_sort, percentile_cont(0.5) within group (order by x) as median, count(*) as schools from rated group by city, month, sort
    union all
    select city, month, '', percentile_cont(0.5) within group (order by x), count(*) from rated group by city, month
),
spread as (
    select city, month, sort as peer_sort, percentile_cont(0.5) within group (order by abs(x - c.median)) as mad
    from rated r join centre c using (city, month) where c.peer_sort = r.sort group by city, month, sort
    union all
    select city, month, '', percentile_cont(0.5) within group (order by abs(x - c.median))
    from rated r join centre c using (city, month) where c.peer_sort = '' group by city, month
),
compared as (
    select k.*, exp(c.median)::numeric as typical, c.schools - 1 as peers, c.schools > l.peers_needed as comparable,
           -- A spread of nearly nothing (one caterer for all) must not make a small difference large: at least 5 %.
           (k.x - c.median) / (1.4826 * greatest(s.mad, 0.034)) as deviation, l.z, l.least_ratio, l.beside, l.whole_month, l.months as months_needed
    from kind k join limit_of l on true
    join centre c using (city, month, peer_sort) join spread s using (city, month, peer_sort)
),
marked as (
    -- Months with meals, in their order: the holidays between two terms are not a month without deviation.
    select *, row_number() over (partition by school_code order by month) as place,
           -- What began or ended within a month shows weaker in it, so a month beside a clear one needs less.
           case when not comparable then 0 when rate >= typical * beside then 1 when rate <= typical / beside then -1 else 0 end as side,
           (rate >= typical * least_ratio or rate <= typical / least_ratio) and span >= whole_month as is_clear
    from compared
),
stretched as (
    select *, place - row_number() over (partition by school_code, side order by month) as stretch from marked
),
-- What one month shows weakly several show together: the deviations of a stretch add up over the root of their number (Stouffer 1949).
joined as (
    select *, count(*) over w as together, bool_or(is_clear) over w as has_clear, sum(deviation) over w / sqrt(count(*) over w) as combined
    from stretched window w as (partition by school_code, side, stretch)
),
judged as (
    select * from joined where school_code in (select subject_code from scope)
)
select school_code as subject_code, to_char(month, 'YYYY-MM') as item_key,
       case when not comparable then 'not_applicable' when side <> 0 and together >= months_needed and has_clear and combined * side > z then 'triggered' else 'not_triggered' end as state,
       round(rate, 4) as value, round(typical, 4) as threshold,
       -- Too much food: what the surplus cost. Too little: what the heads that were not fed were charged.
       case when side = 1 then paid * (1 - typical / rate) when side = -1 then paid * (1 - rate / typical) end as amount,
       last_on as event_on, evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', school_name, 'peers', peers, 'covers', covers, 'kg', round(kg, 1), 'months', case when side <> 0 then together end,
           'direction_zh', case side when 1 then '高出同类' when -1 then '低于同类' end, 'direction_en', case side when 1 then 'above similar schools' when -1 then 'below similar schools' end)) as detail
from judged
union all
select m.school_code, to_char(m.month, 'YYYY-MM'), case when m.counted is true and m.weighed then 'not_applicable' else 'insufficient_data' end, null, null, null, m.last_on, null,
       case when not m.weighed then jsonb_build_object('missing', jsonb_build_array('meal_purchase.unit'))
            when m.counted is not true then jsonb_build_object('missing', jsonb_build_array('meal_purchase.diners')) end
from month m join scope s on s.subject_code = m.school_code
where not exists (select from rated r where r.school_code = m.school_code and r.month = m.month)
