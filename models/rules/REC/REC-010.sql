-- id: REC-010
-- version: 2
-- title_zh: 对口接待频次畸高
-- title_en: The same guests again and again
-- stream: reception
-- scheme: reception.exchange
-- subject: organisation
-- kind: analytic
-- severity: 2
-- basis_zh: 公开通报案例（宁远林业局一年接待同一单位 13 次；来凤一个月内接待同一单位 5 次、其中 4 次虚假）；无法定次数标准
-- basis_en: Published cases (13 receptions of one sister office in a year; five within a month, four of them false); no number in law
-- basis_checked: no
-- requires: reception.guest_org_code
-- param: per_year = 12 visits | zh 12 个月内接待同一单位的次数下限 | en receptions of the same office within 12 months, at least
-- param: per_month = 3 visits | zh 31 天内接待同一单位的次数下限 | en receptions of the same office within 31 days, at least
-- param: peer_quantile = 0.95 share | zh 须高于同类往来的分位数 | en quantile of all host-guest pairs that must be exceeded
-- param: peers_needed = 20 pairs | zh 比较分位数所需的最少往来对数 | en pairs needed to compare with the quantile
-- rescore: all
-- unit: visits
-- reason_zh: 接待 {partner} 12 个月内最多 {year} 次、31 天内最多 {month} 次（同类 95 分位 {peer_year} 次、{peer_month} 次），疑似频次畸高，超出部分约 {amount} 元，需核实
-- reason_en: Received {partner} up to {year} times in 12 months and {month} times in 31 days (95th percentile {peer_year} and {peer_month}); suspected abnormal frequency; about {amount} yuan beyond; to be verified

with visit as materialized (
    select org_code as host, guest_org_code as guest, reception_date as day, reception_id, total_amount, org_name, guest_org_name
    from reception where guest_org_code is not null and guest_org_code <> org_code
),
-- Sittings of one day are one visit.
daily as (
    select host, guest, day, sum(total_amount) as paid, array_agg('reception:' || reception_id order by reception_id) as keys,
           min(org_name) as org_name, min(guest_org_name) as guest_org_name
    from visit group by host, guest, day
),
counted as (
    select d.*, count(*) over y as year, count(*) over m as month, sum(paid) over y as paid_year, sum(paid) over m as paid_month
    from daily d
    window y as (partition by host, guest order by day range between '364 days' preceding and current row),
           m as (partition by host, guest order by day range between '30 days' preceding and current row)
),
pair as materialized (
    select host, guest, max(year) as year, max(month) as month from counted group by host, guest
),
peer as materialized (
    select count(*) as pairs,
           percentile_disc((select rule.param('REC-010', 'peer_quantile', null, null))) within group (order by year) as year,
           percentile_disc((select rule.param('REC-010', 'peer_quantile', null, null))) within group (order by month) as month,
           (select rule.param('REC-010', 'peers_needed', null, null)) as needed,
           (select rule.param('REC-010', 'per_year', null, null)) as per_year, (select rule.param('REC-010', 'per_month', null, null)) as per_month
    from pair
),
judged as (
    select p.*, k.year as peer_year, k.month as peer_month, k.per_year, k.per_month,
           p.year >= k.per_year and (k.pairs < k.needed or p.year > k.year) as yearly,
           p.month >= k.per_month and (k.pairs < k.needed or p.month > k.month) as monthly
    from pair p join scope s on s.subject_code = p.host, peer k
),
worst as (
    select distinct on (j.host, j.guest) j.*, c.day as until, case when j.yearly then c.paid_year else c.paid_month end as paid, c.org_name, c.guest_org_name
    from judged j join counted c using (host, guest)
    where case when j.yearly then c.year = j.year else c.month = j.month end
    order by j.host, j.guest, c.day
)
select w.host as subject_code, w.guest as item_key, case when yearly or monthly then 'triggered' else 'not_triggered' end as state,
       case when yearly or not monthly then w.year else w.month end::numeric as value, case when yearly or not monthly then per_year else per_month end - 1 as threshold, -- the most that raises nothing
      
       case when yearly then paid * (w.year - per_year + 1) / w.year when monthly then paid * (w.month - per_month + 1) / w.month end as amount,
       until as event_on,
       case when yearly or monthly then (select (array_agg(k order by d.day, k))[1:50] from daily d, unnest(d.keys) k
           where d.host = w.host and d.guest = w.guest and d.day between w.until - case when yearly then 364 else 30 end and w.until) end as evidence,
       jsonb_build_object('subject_name', org_name, 'partner', coalesce(guest_org_name, w.guest), 'label', coalesce(guest_org_name, w.guest), 'year', w.year, 'month', w.month,
           'peer_year', peer_year, 'peer_month', peer_month) as detail
from worst w
union all
select r.org_code, 'none', case when count(r.guest_org_code) = 0 then 'insufficient_data' else 'not_triggered' end, null, null, null, null, null,
       case when count(r.guest_org_code) = 0 then jsonb_build_object('missing', jsonb_build_array('reception.guest_org_code')) end
from reception r join scope s on s.subject_code = r.org_code
where not exists (select from pair p where p.host = r.org_code)
group by r.org_code
