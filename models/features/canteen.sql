-- feature_set: canteen
-- version: 2
-- stream: canteen_payment
-- subject_kind: organisation
-- title_zh: 食堂
-- title_en: Canteens
-- feature: payments_per_day | zh 日均支付笔数 | en Payments per day | unit 笔 | direction high
-- feature: mean_amount | zh 笔均金额 | en Mean amount of a payment | unit 元 | direction both
-- feature: top_payer_share | zh 同一付款人笔数占比 | en Share of the most frequent payer | direction high
-- feature: top_five_payer_share | zh 前五付款人笔数占比 | en Share of the five most frequent payers | direction high
-- feature: meals_per_payer | zh 人均支付笔数 | en Payments per payer | unit 笔 | direction high
-- feature: repeat_share | zh 同人同餐重复支付占比 | en Share paid again by the same person for the same meal | direction high
-- feature: off_slot_share | zh 非用餐时段支付占比 | en Share outside meal hours | direction high
-- feature: off_day_share | zh 休息日支付占比 | en Share on days off | direction high
-- feature: month_end_share | zh 月末两日支付占比 | en Share in the last two days of a month | direction high
-- feature: escort_share | zh 陪餐支付占比 | en Share paid by escorts | direction high
-- feature: no_letter_share | zh 来宾支付无公函占比 | en Share of guests' payments without a letter | direction high
-- feature: top_org_share | zh 同一付款单位笔数占比 | en Share of the most frequent paying organisation | direction high
-- feature: payments_per_letter | zh 每份公函对应的支付笔数 | en Payments per letter | unit 笔 | direction high
-- feature: round_share | zh 整十金额占比 | en Share of amounts in whole tens | direction high
-- feature: busiest_day_share | zh 最忙一日占比 | en Share of the busiest day | direction high
-- The payments are read once and grouped by canteen, payer, day and meal; everything else stands on those groups.
-- A day without an hour is stored as its midnight: it says nothing of meal hours, and of the meal only where the canteen names it.
with meal as (
    select canteen_code, payer_id, (paid_at at time zone 'Asia/Shanghai')::date as day,
           coalesce(meal_type, case when (paid_at at time zone 'Asia/Shanghai')::time = '00:00' then null
               when (paid_at at time zone 'Asia/Shanghai')::time < '10:15' then '早' when (paid_at at time zone 'Asia/Shanghai')::time < '15:30' then '中' else '晚' end) as sitting,
           count(*) filter (where (paid_at at time zone 'Asia/Shanghai')::time <> '00:00') as timed,
           max(canteen_region_code) as region_code, max(payer_org_name) as payer_org, max(letter_no) as letter_no,
           count(*) as n, sum(amount) as amount,
           count(*) filter (where (paid_at at time zone 'Asia/Shanghai')::time <> '00:00' and not (paid_at at time zone 'Asia/Shanghai')::time between
               case meal_type when '早' then time '06:00' when '晚' then time '16:30' when '中' then time '10:30' else time '06:00' end and
               case meal_type when '早' then time '10:00' when '晚' then time '21:00' when '中' then time '14:30' else time '21:00' end) as off_slot,
           count(*) filter (where payer_kind = '陪餐') as escorts,
           count(*) filter (where payer_kind is not null) as known_kind,
           count(*) filter (where payer_kind = '来宾') as guests,
           count(*) filter (where payer_kind = '来宾' and letter_no is null) as guests_without_letter,
           count(*) filter (where amount % 10 = 0) as round
    from canteen_payment
    group by 1, 2, 3, 4
),
per_day as (
    select canteen_code, day, sum(n) as n from meal group by 1, 2
),
busiest as (
    select p.canteen_code, max(p.n) as n, count(*) as days,
           sum(p.n) filter (where coalesce(h.kind = '放假', extract(isodow from p.day) > 5) and coalesce(h.kind, '') <> '调休上班') as off_day,
           sum(p.n) filter (where extract(month from p.day) <> extract(month from p.day + 2)) as month_end
    from per_day p
    left join (select day, min(kind) as kind from holiday group by day) h on h.day = p.day
    group by 1
),
per_payer as (
    select canteen_code, payer_id, sum(n) as n,
           row_number() over (partition by canteen_code order by sum(n) desc, payer_id) as place
    from meal where payer_id is not null group by 1, 2
),
payers as (
    select canteen_code, count(*) as payers, sum(n) as n, max(n) as top, sum(n) filter (where place <= 5) as top_five from per_payer group by 1
),
org as (
    select canteen_code, max(n) / sum(n) as top from (
        select canteen_code, payer_org, sum(n) as n from meal where payer_org is not null group by 1, 2) o group by 1
),
per_canteen as (
    select canteen_code, max(region_code) as region_code, sum(n) as n, sum(amount) as amount,
           sum(n - 1) filter (where payer_id is not null and sitting is not null) as repeats, sum(n) filter (where sitting is not null) as placed,
           sum(off_slot) as off_slot, sum(timed) as timed, sum(escorts) as escorts, sum(known_kind) as known_kind,
           sum(guests) as guests, sum(guests_without_letter) as guests_without_letter, sum(round) as round,
           sum(n) filter (where letter_no is not null) / nullif(count(distinct letter_no), 0) as payments_per_letter
    from meal group by 1
),
shown as (
    select canteen_code, (array_agg('canteen_payment:' || payment_id order by amount desc, payment_id))[1:20] as evidence
    from (
        select c.canteen_code, c.payment_id, c.amount, row_number() over (partition by c.canteen_code order by c.amount desc, c.payment_id) as place
        from canteen_payment c
        join per_payer p on p.canteen_code = c.canteen_code and p.payer_id = c.payer_id and p.place = 1) top
    where place <= 20
    group by 1
)
select c.canteen_code as subject_code, c.canteen_code as subject_name, c.region_code, null as sector,
       c.region_code as peer_group, c.amount, s.evidence,
       c.n / b.days::numeric as payments_per_day,
       c.amount / c.n as mean_amount,
       case when p.n >= 30 then p.top / p.n end as top_payer_share,
       case when p.n >= 30 then p.top_five / p.n end as top_five_payer_share,
       p.n / p.payers::numeric as meals_per_payer,
       coalesce(c.repeats, 0) / c.placed as repeat_share,
       c.off_slot / nullif(c.timed, 0) as off_slot_share,
       coalesce(b.off_day, 0) / c.n as off_day_share,
       coalesce(b.month_end, 0) / c.n as month_end_share,
       c.escorts / nullif(c.known_kind, 0) as escort_share,
       case when c.guests >= 10 then c.guests_without_letter / c.guests end as no_letter_share,
       case when c.n >= 30 then o.top end as top_org_share,
       c.payments_per_letter,
       c.round / c.n as round_share,
       case when b.days >= 5 then b.n / c.n end as busiest_day_share
from per_canteen c
join busiest b on b.canteen_code = c.canteen_code
left join org o on o.canteen_code = c.canteen_code
left join payers p on p.canteen_code = c.canteen_code
left join shown s on s.canteen_code = c.canteen_code
