-- id: REC-011
-- version: 1
-- title_zh: 补开、倒签公函
-- title_en: Back-dated or made-up letters
-- stream: reception
-- scheme: reception.letter
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）公函条款；公开通报案例（空白公函、事后补开公函）
-- basis_en: Rules on Domestic Official Reception (2013) on letters; published cases of blank letters and letters written afterwards
-- basis_checked: no
-- requires: reception.letter_no, reception.letter_date
-- param: grace_days = 0 days | zh 公函日期晚于接待日期的容许天数 | en days a letter may be dated after the reception
-- param: same_day_letters = 3 letters | zh 同一单位同日发给同一接待单位的公函份数下限 | en letters of one office to one host dated the same day, at least
-- param: serial_days = 30 days | zh 文号小而日期晚的倒置天数下限 | en days by which a lower number is dated later, at least
-- param: december_share = 0.5 share | zh 十二月公函占全年比例下限 | en share of a host's letters of the year dated in December, at least
-- param: december_letters = 12 letters | zh 判断十二月占比所需的全年份数 | en letters of the year needed to judge December
-- group: reception: coalesce(guest_org_code, guest_org_name)
-- reason_zh: {what_zh}，涉及 {amount} 元，疑似补开或倒签公函，需核实
-- reason_en: {what_en}; {amount} yuan concerned; suspected back-dated or made-up letters; to be verified

with limit_of as materialized (
    select rule.param('REC-011', 'grace_days', null, null)::integer as grace_days, rule.param('REC-011', 'serial_days', null, null)::integer as serial_days,
           rule.param('REC-011', 'same_day_letters', null, null) as same_day, rule.param('REC-011', 'december_share', null, null) as december_share,
           rule.param('REC-011', 'december_letters', null, null) as december_letters
),
letter as materialized (
    select r.org_code, r.org_name, r.reception_id, r.reception_date, r.letter_no, r.letter_date, r.total_amount,
           coalesce(r.guest_org_code, r.guest_org_name) as issuer, r.guest_org_name
    from reception r where r.letter_no is not null
),
-- 邻农函〔2025〕12号: series 邻农函|2025|, number 12.
part as materialized (
    select l.*, m[1] as series, m[2]::integer as number
    from letter l
    left join lateral regexp_match(translate(l.letter_no, '〔〕[]（）()【】 　', '||||||||||'), '^(.*[^0-9])([0-9]{1,5})号?$') m on true
),
-- A letter with a low number dated long after letters with higher numbers of the same series: the number had been kept free.
series as (
    select distinct issuer, series, number, letter_date from part where number is not null and letter_date is not null and issuer is not null
),
ordered as (
    select *, min(letter_date) over higher as next_earliest
    from series window higher as (partition by issuer, series order by number desc range between unbounded preceding and 1 preceding)
),
overtaken as (
    select o.*, (select count(*) from series h where h.issuer = o.issuer and h.series = o.series and h.number > o.number
                 and h.letter_date <= o.letter_date - limit_of.serial_days) as overtaken
    from ordered o, limit_of
    where next_earliest <= letter_date - limit_of.serial_days
),
-- Only in a register that is kept in order otherwise: where many numbers are out of order, the order means nothing.
late_number as (
    select o.* from overtaken o
    join (select issuer, series, count(*) as letters from series group by issuer, series) n using (issuer, series)
    join (select issuer, series, count(*) as late from overtaken group by issuer, series) l using (issuer, series)
    where l.late <= greatest(1, 0.1 * n.letters)
),
-- Every reception with a letter: dated after the meal, or its number out of order.
single as (
    select p.*, p.letter_date - p.reception_date as days, n.overtaken,
           case when p.letter_date is null then 'insufficient_data'
                when p.letter_date > p.reception_date + limit_of.grace_days or n.overtaken >= 2 then 'triggered'
                else 'not_triggered' end as state
    from part p
    join scope s on s.subject_code = p.org_code
    cross join limit_of
    left join late_number n on n.issuer = p.issuer and n.series = p.series and n.number = p.number and n.letter_date = p.letter_date
),
batch as (
    select p.org_code, p.issuer, p.letter_date, min(p.org_name) as org_name, min(p.guest_org_name) as guest_org_name,
           count(distinct p.letter_no) as letters, count(distinct p.reception_date) as days, sum(p.total_amount) as paid,
           array_agg('reception:' || p.reception_id order by p.reception_id) as evidence
    from part p join scope s on s.subject_code = p.org_code
    where p.letter_date is not null and p.issuer is not null
    group by p.org_code, p.issuer, p.letter_date
    having count(distinct p.letter_no) > 1
),
year as (
    select p.org_code, extract(year from p.letter_date)::integer as year, min(p.org_name) as org_name, count(*) as letters,
           count(*) filter (where extract(month from p.letter_date) = 12) as december,
           -- A letter of December for a meal of December is no sign.
           count(*) filter (where extract(month from p.letter_date) = 12 and p.reception_date < date_trunc('month', p.letter_date)) as for_earlier,
           sum(p.total_amount) filter (where extract(month from p.letter_date) = 12) as paid, max(p.letter_date) as last_on,
           array_agg('reception:' || p.reception_id order by p.reception_id) filter (where extract(month from p.letter_date) = 12) as evidence
    from part p join scope s on s.subject_code = p.org_code
    where p.letter_date is not null group by 1, 2
)
select org_code as subject_code, reception_id as item_key, state, days::numeric as value, 0::numeric as threshold,
       case when state = 'triggered' then total_amount end as amount, reception_date as event_on, array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'letter_no', letter_no, 'letter_date', letter_date, 'value_unit', 'days', 'label', letter_no,
           'what_zh', case when state <> 'triggered' then null when days > 0 then format('公函 %s 的日期 %s 晚于接待日期 %s', letter_no, letter_date, reception_date)
                      else format('公函 %s（%s）文号靠前而日期靠后，有 %s 份更大的文号早于它 30 天以上', letter_no, letter_date, overtaken) end,
           'what_en', case when state <> 'triggered' then null when days > 0 then format('Letter %s is dated %s, after the reception on %s', letter_no, letter_date, reception_date)
                      else format('Letter %s of %s has a low number and a late date: %s higher numbers are a month older or more', letter_no, letter_date, overtaken) end,
           'missing', case when state = 'insufficient_data' then jsonb_build_array('reception.letter_date') end)) as detail
from single
union all
select org_code, 'day ' || issuer || ' ' || letter_date,
       case when letters >= same_day and days >= same_day then 'triggered' else 'not_triggered' end,
       letters, same_day, paid, letter_date, evidence[1:50],
       jsonb_build_object('subject_name', org_name, 'value_unit', 'letters', 'label', coalesce(guest_org_name, issuer) || ' ' || letter_date,
           'what_zh', format('%s 同一天（%s）开出 %s 份公函，用于 %s 个不同日期的接待', coalesce(guest_org_name, issuer), letter_date, letters, days),
           'what_en', format('%s dated %s letters on one day (%s) for receptions on %s different days', coalesce(guest_org_name, issuer), letters, letter_date, days))
from batch, limit_of
union all
select org_code, 'december ' || year,
       case when december >= december_share * letters and for_earlier >= december_share * december then 'triggered' else 'not_triggered' end,
       round(december::numeric / letters, 4), december_share, paid, last_on, evidence[1:50],
       jsonb_build_object('subject_name', org_name, 'value_unit', 'share', 'label_zh', year || '年12月', 'label_en', 'December ' || year,
           'what_zh', format('%s 年 %s 份公函中有 %s 份开在十二月，其中 %s 份用于此前的接待', year, letters, december, for_earlier),
           'what_en', format('%s of the %s letters of %s are dated in December, %s of them for receptions before', december, letters, year, for_earlier))
from year, limit_of where letters >= december_letters
union all
select r.org_code, 'no-letter', 'insufficient_data', null, null, null, null, null, jsonb_build_object('missing', jsonb_build_array('reception.letter_no'))
from reception r join scope s on s.subject_code = r.org_code
where r.letter_no is null group by r.org_code
