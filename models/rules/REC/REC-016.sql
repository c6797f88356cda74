-- id: REC-016
-- version: 2
-- title_zh: 节假日、周末接待偏多
-- title_en: Unusually many receptions on days off
-- stream: reception
-- scheme: reception.standard
-- subject: organisation
-- kind: analytic
-- severity: 1
-- basis_zh: 无明文禁止；公务活动原则上在工作日进行，节假日接待偏多是需要解释的迹象
-- basis_en: Not banned as such; official business is done on working days, and an unusual share of days off asks for an explanation
-- basis_checked: no
-- requires: holiday.day
-- param: least_receptions = 12 receptions | zh 每年至少的接待次数，少于此数不作比较 | en receptions of a year needed for a comparison
-- param: deviations = 3 standard deviations | zh 高于同类单位的标准差倍数 | en standard deviations above similar offices
-- param: peers_needed = 5 offices | zh 比较所需的同类单位数 | en similar offices needed for a comparison
-- rescore: all
-- reason_zh: {item} 年 {receptions} 次接待中有 {value} 次在节假日或周末，同类单位按比例约 {threshold} 次以内，疑似偏多，需核实
-- reason_en: {value} of the {receptions} receptions of {item} were on days off; similar offices would have at most about {threshold}; suspected excess; to be verified

with covered as (
    select distinct extract(year from day)::integer as year from holiday
),
calendar as (
    select day, min(kind) as kind from holiday group by day
),
reception_day as (
    select r.org_code, r.org_name, r.org_level, r.reception_id, r.reception_date, r.total_amount, extract(year from r.reception_date)::integer as year,
           c.year is not null as known,
           -- A weekend day that was made a working day is one.
           case h.kind when '放假' then true when '调休上班' then false else extract(isodow from r.reception_date) > 5 end as off
    from reception r
    left join calendar h on h.day = r.reception_date
    left join covered c on c.year = extract(year from r.reception_date)::integer
    where not rule.is_emergency(r.purpose, r.org_name, r.guest_org_name) and r.total_amount > 0
),
office as (
    select org_code, year, min(org_name) as org_name, coalesce(min(org_level), '') as level, bool_and(known) as known,
           count(*) as receptions, count(*) filter (where off) as off, sum(total_amount) filter (where off) as paid, max(reception_date) filter (where off) as last_on,
           array_agg('reception:' || reception_id order by reception_date, reception_id) filter (where off) as evidence
    from reception_day group by org_code, year
),
limit_of as materialized (
    select rule.param('REC-016', 'least_receptions', null, null) as least_receptions, rule.param('REC-016', 'deviations', null, null) as deviations,
           rule.param('REC-016', 'peers_needed', null, null) as peers_needed
),
peer as (
    select level, year, count(*) as offices, greatest(percentile_cont(0.5) within group (order by off::numeric / receptions), 0.02)::numeric as share
    from office, limit_of where known and receptions >= least_receptions group by level, year
),
judged as (
    select o.*, p.offices, round(o.receptions * p.share + deviations * sqrt(o.receptions * p.share * (1 - p.share)), 1) as most, least_receptions, peers_needed
    from office o join scope s on s.subject_code = o.org_code cross join limit_of
    left join peer p on p.level = o.level and p.year = o.year
)
select org_code as subject_code, year::text as item_key,
       case when not known then 'insufficient_data'
            when receptions < least_receptions or coalesce(offices, 0) < peers_needed then 'not_applicable'
            when off > most and off >= 3 then 'triggered'
            else 'not_triggered' end as state,
       off::numeric as value, most as threshold, case when off > most then paid * (off - most) / off end as amount, last_on as event_on, evidence[1:50] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'receptions', receptions, 'offices', offices,
           'missing', case when not known then jsonb_build_array('holiday.day') end)) as detail
from judged
