-- id: REC-021
-- version: 2
-- title_zh: 食堂扫码与接待清单不符
-- title_en: Canteen payments fall short of the reception list
-- stream: canteen_payment
-- scheme: canteen.payment
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 2025 年多地公务餐改革（扫码支付、电子公函、一码通），来宾与陪餐人员逐人扫码付费；比例为经验值
-- basis_en: Reforms of official meals in several provinces in 2025: every guest and escort pays by scanning; the share is a rule of thumb
-- basis_checked: no
-- requires: canteen_payment.letter_no, reception.letter_no
-- param: least_share = 0.8 share | zh 扫码人数与清单人数之比至少 | en paying people over listed people, at least
-- param: covers_by_one = 3 covers | zh 一人一餐代付的份数至少 | en covers one person pays at a sitting, at least
-- param: days_by_one = 3 days | zh 同一人同一食堂代付的天数至少 | en days on which the same person does so in the same canteen, at least
-- param: least_missing = 2 persons | zh 相差人数至少 | en persons missing, at least
-- rescore: all
-- reason_zh: {what_zh}，涉及 {amount} 元，疑似食堂扫码与用餐不符，需核实
-- reason_en: {what_en}; {amount} yuan; suspected mismatch of canteen payments and meals; to be verified

with listed as (
    select r.org_code, r.org_name, r.reception_id, r.reception_date, r.region_code, r.meal_type, r.letter_no, r.meal_amount, r.venue_type, r.payment_method,
           translate(r.letter_no, ' 　〔〕[]（）()【】', '') as letter,
           r.accompany_count, (r.guest_count + coalesce(r.accompany_count, 0)) as people, greatest(coalesce(r.meal_count, 1), 1) as meals
    from reception r join scope s on s.subject_code = r.org_code
),
-- One pass over the payments; what follows works on people and sittings.
sitting as materialized (
    select c.letter, c.day, c.slot, c.canteen_code, c.payer, sum(c.payments) as payments, sum(c.amount) as amount, min(c.first_id) as first_id
    from (
        select translate(letter_no, ' 　〔〕[]（）()【】', '') as letter, (paid_at at time zone 'Asia/Shanghai')::date as day,
               -- A day without an hour is stored as its midnight: the meal is then what the canteen says, or any of that day ('').
               case when (paid_at at time zone 'Asia/Shanghai')::time = '00:00' then coalesce(meal_type, '') else
               case extract(hour from paid_at at time zone 'Asia/Shanghai')::integer when 0 then '晚' when 1 then '晚' when 2 then '晚' when 3 then '晚'
                   when 4 then '早' when 5 then '早' when 6 then '早' when 7 then '早' when 8 then '早' when 9 then '早'
                   when 10 then '中' when 11 then '中' when 12 then '中' when 13 then '中' when 14 then '中' when 15 then '中' else '晚' end end as slot,
               canteen_code, coalesce(payer_id, payment_id) as payer, count(*) as payments, sum(amount) as amount, min(payment_id) as first_id
        from canteen_payment
        where letter_no is not null and amount > 0
        group by 1, 2, 3, 4, 5) c
    -- Of every bureau: what a cover costs at a canteen must not depend on who is judged.
    join (select distinct translate(letter_no, ' 　〔〕[]（）()【】', '') as letter from reception where letter_no is not null) l on l.letter = c.letter
    group by c.letter, c.day, c.slot, c.canteen_code, c.payer
),
-- What one cover costs at a canteen: the median of what one person pays at a sitting. One person may well pay for the table.
cover as (
    select canteen_code, slot, percentile_disc(0.5) within group (order by amount) as price from sitting group by canteen_code, slot
),
paid as (
    select s.letter, s.day, s.slot, count(distinct s.payer) as payers, greatest(count(distinct s.payer), sum(s.payments), round(sum(s.amount / nullif(c.price, 0)))) as covers,
           (array_agg('canteen_payment:' || s.first_id order by s.first_id))[1:40] as keys
    from sitting s join cover c using (canteen_code, slot)
    group by s.letter, s.day, s.slot
),
open_day as (
    select distinct canteen_region_code as region_code, (paid_at at time zone 'Asia/Shanghai')::date as day
    from canteen_payment where letter_no is not null and canteen_region_code is not null
),
matched as (
    select l.*, coalesce(sum(p.covers), 0) as covers, coalesce(sum(p.payers), 0) as payers,
           coalesce(sum(p.covers) filter (where l.meal_type is null or p.slot = l.meal_type), 0) as covers_at_meal
    from listed l
    left join paid p on p.letter = l.letter and p.day = l.reception_date and (l.meal_type is null or p.slot in (l.meal_type, ''))
    group by l.org_code, l.org_name, l.reception_id, l.reception_date, l.region_code, l.meal_type, l.letter_no, l.meal_amount, l.venue_type, l.payment_method,
             l.letter, l.accompany_count, l.people, l.meals
),
judged as (
    select m.*, d.day is not null as canteens_report,
           (l.p ->> 'least_share')::numeric as least_share, (l.p ->> 'least_missing')::numeric as least_missing,
           people * case when meal_type is null then meals else 1 end as expected
    from matched m
    left join open_day d on d.region_code = m.region_code and d.day = m.reception_date
    left join rule.limits('REC-021', array(select distinct region_code from reception)) l
        on l.region_code = m.region_code and m.reception_date >= l.valid_from and m.reception_date < l.valid_to
)
select org_code as subject_code, reception_id as item_key, state, covers as value, ceil(expected * least_share) as threshold,
       case when state = 'triggered' then meal_amount * (expected - covers) / expected end as amount, reception_date as event_on,
       case when state = 'triggered' then array['reception:' || reception_id] || coalesce(
           (select array_agg(k order by k) from (select unnest(p.keys) as k from paid p where p.letter = judged.letter and p.day = judged.reception_date
               and (judged.meal_type is null or p.slot in (judged.meal_type, '')) limit 40) keys), array[]::text[]) end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'people', expected, 'payers', payers, 'letter_no', letter_no, 'value_unit', 'covers',
           'what_zh', case when state = 'triggered' then format('接待单 %s（%s）清单 %s 人，按函 %s 在食堂扫码约 %s 人次', reception_id, reception_date, expected, letter_no, covers) end,
           'what_en', case when state = 'triggered' then format('Reception %s on %s lists %s people; letter %s shows about %s covers paid in canteens', reception_id, reception_date, expected, letter_no, covers) end,
           'missing', case when state = 'insufficient_data' then jsonb_build_array(
               case when letter is null then 'reception.letter_no' when expected = 0 then 'reception.guest_count' when covers = 0 then 'canteen_payment.letter_no' else 'canteen_payment.paid_at' end) end)) as detail
from (
    select *, case when coalesce(venue_type not in ('定点食堂', '内部食堂'), false) and covers = 0 or meal_amount = 0 then 'not_applicable'
                   when letter is null or expected = 0 then 'insufficient_data'
                   -- No payment at all under this letter, and none by letter in the whole county that day: the canteen does not report letters.
                   when covers = 0 and not (canteens_report and coalesce(payment_method = '扫码', false)) then 'insufficient_data'
                   when covers < expected * least_share and expected - covers >= least_missing then 'triggered'
                   -- Enough in all that day, but nobody can say that it was at this meal.
                   when covers_at_meal < expected * least_share and expected - covers_at_meal >= least_missing then 'insufficient_data'
                   else 'not_triggered' end as state
    from judged) judged
union all
-- The canteen's side: one person who pays for several again and again. Three meals of one day are no sitting: where neither hour nor meal is known, nothing can be said.
select p.canteen_code, 'payer ' || p.payer_id,
       case when p.days >= p.days_needed then 'triggered' when p.days_in_all >= p.days_needed then 'insufficient_data' else 'not_triggered' end, p.days, p.days_needed, p.beyond, p.last_on, p.keys[1:50],
       jsonb_strip_nulls(jsonb_build_object('subject_name', p.canteen_code, 'value_unit', 'days', 'label_zh', '同一付款人', 'label_en', 'one payer',
           'missing', case when p.days < p.days_needed and p.days_in_all >= p.days_needed then jsonb_build_array('canteen_payment.paid_at', 'canteen_payment.meal_type') end,
           'what_zh', format('同一付款人在食堂 %s 的 %s 天中每餐代付 3 份以上，共 %s 笔', p.canteen_code, p.days, p.payments),
           'what_en', format('One payer paid for three or more covers a sitting in canteen %s on %s days, %s payments', p.canteen_code, p.days, p.payments)))
from (
    select canteen_code, payer_id, count(distinct day) filter (where meal is not null) as days, count(distinct day) as days_in_all, count(*) filter (where meal is not null) as payments,
           sum(amount / payments * (payments - 1) / payments) filter (where meal is not null) as beyond, max(day) filter (where meal is not null) as last_on,
           max(days_needed) as days_needed, array_agg('canteen_payment:' || key order by key) filter (where meal is not null) as keys
    from (
        select c.canteen_code, c.payer_id, (c.paid_at at time zone 'Asia/Shanghai')::date as day,
               case when (c.paid_at at time zone 'Asia/Shanghai')::time = '00:00' then c.meal_type else (extract(hour from c.paid_at at time zone 'Asia/Shanghai')::integer / 5)::text end as meal,
               count(*) as payments, sum(c.amount) as amount,
               min(l.days_needed) as days_needed, array_agg(c.payment_id order by c.payment_id) as ids
        from canteen_payment c
        join scope s on s.subject_code = c.canteen_code
        cross join (select rule.param('REC-021', 'covers_by_one', null, null) as covers, rule.param('REC-021', 'days_by_one', null, null) as days_needed offset 0) l
        where c.letter_no is not null and c.payer_id is not null and c.amount > 0
        group by c.canteen_code, c.payer_id, day, meal
        having count(*) >= min(l.covers)) sitting, unnest(ids) key
    group by canteen_code, payer_id) p
