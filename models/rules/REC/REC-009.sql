-- id: REC-009
-- version: 1
-- title_zh: 互换公函互相接待
-- title_en: Offices that exchange letters and receive each other
-- stream: reception
-- scheme: reception.exchange
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：严格控制国内公务外出，禁止异地部门间没有特别需要的一般性学习交流、考察调研；公开通报的“吃公函”案例
-- basis_en: Rules on Domestic Official Reception (2013): no general study visits between offices of different places without special need;
--     published cases of dining on exchanged letters
-- basis_checked: no
-- requires: reception.guest_org_code
-- param: window_days = 365 days | zh 观察窗口 | en window of observation
-- param: visits_each_way = 3 visits | zh 窗口内每个方向至少的接待次数 | en visits each way within the window, at least
-- param: balance = 0.5 share | zh 两个方向次数之比至少 | en smaller number over the larger, at least
-- param: lag_days = 30 days | zh 回访间隔中位数至多 | en median days until the return visit, at most
-- param: amount_spread = 0.2 share | zh 两个方向单次金额中位数之差至多 | en difference of the median amounts of the two ways, at most
-- group: reception: org_code; guest_org_code
-- reason_zh: 与 {partner} 在 {days} 天内互相接待：接待对方 {received} 次、被对方接待 {visited} 次，回访间隔中位数 {lag} 天，本方支出 {amount} 元，疑似互换公函互相接待，需核实
-- reason_en: With {partner} within {days} days: received them {received} times, was received {visited} times, median {lag} days to the return visit, {amount} yuan spent here; suspected exchange of receptions; to be verified

with limit_of as materialized (
    select rule.param('REC-009', 'window_days', null, null)::integer as days, rule.param('REC-009', 'visits_each_way', null, null) as least_visits,
           rule.param('REC-009', 'balance', null, null) as balance, rule.param('REC-009', 'lag_days', null, null) as lag_days,
           rule.param('REC-009', 'amount_spread', null, null) as spread
),
visit as materialized (
    select org_code as host, guest_org_code as guest, reception_date as day, reception_id, total_amount, org_name, guest_org_name
    from reception
    where guest_org_code is not null and guest_org_code <> org_code
      -- Visits that a superior office ordered; REC-010 still counts them.
      and coalesce(purpose !~ '交叉检查|交叉互查|交叉巡|对口帮扶|对口支援|结对帮扶|联合专班|联合执法|专班|督导组|巡视|巡察|抢险|救灾|防汛|抗旱|疫情', true)
),
edge as materialized (
    select host, guest, count(*) as visits, min(day) as first_on, max(day) as last_on from visit group by host, guest
),
pair as (
    select e.host, e.guest from edge e join edge back on back.host = e.guest and back.guest = e.host
    where e.host in (select subject_code from scope) or e.guest in (select subject_code from scope)
),
-- Both directions of a pair in one line of time, under the smaller code first.
meeting as (
    select least(v.host, v.guest) as a, greatest(v.host, v.guest) as b, v.host < v.guest as a_hosts, v.*
    from visit v join pair p on p.host = v.host and p.guest = v.guest
),
counted as (
    select m.*, count(*) filter (where a_hosts) over recent as by_a, count(*) filter (where not a_hosts) over recent as by_b,
           day - case when a_hosts then max(day) filter (where not a_hosts) over past else max(day) filter (where a_hosts) over past end as lag
    from meeting m
    window past as (partition by a, b order by day, reception_id rows between unbounded preceding and current row),
           recent as (partition by a, b order by day range between '365 days' preceding and current row)
),
best as (
    select distinct on (a, b) a, b, day as until, by_a, by_b
    from counted order by a, b, least(by_a, by_b) desc, by_a + by_b desc, day
),
period as (
    select b.a, b.b, b.until, b.by_a, b.by_b, min(c.day) as since,
           percentile_cont(0.5) within group (order by c.lag) as lag,
           percentile_cont(0.5) within group (order by c.total_amount) filter (where c.a_hosts) as typical_a,
           percentile_cont(0.5) within group (order by c.total_amount) filter (where not c.a_hosts) as typical_b,
           sum(c.total_amount) filter (where c.a_hosts) as paid_a, sum(c.total_amount) filter (where not c.a_hosts) as paid_b,
           array_agg('reception:' || c.reception_id order by c.day, c.reception_id) as evidence,
           min(c.org_name) filter (where c.a_hosts) as name_a, min(c.org_name) filter (where not c.a_hosts) as name_b
    from best b join counted c on c.a = b.a and c.b = b.b and c.day between b.until - 365 and b.until
    group by b.a, b.b, b.until, b.by_a, b.by_b
),
judged as (
    select p.*, case when least(by_a, by_b) >= least_visits and least(by_a, by_b) >= balance * greatest(by_a, by_b)
                      and (lag <= lag_days or least(typical_a, typical_b) >= (1 - spread) * greatest(typical_a, typical_b))
                     then 'triggered' else 'not_triggered' end as state, least_visits, days
    from period p, limit_of
),
-- Three offices that pass it round: each receives the next, none the one before.
ring as (
    select x.host as a, y.host as b, z.host as c, least(x.visits, y.visits, z.visits) as visits
    from edge x
    join edge y on y.host = x.guest
    join edge z on z.host = y.guest and z.guest = x.host
    cross join limit_of
    where x.visits >= least_visits and y.visits >= least_visits and z.visits >= least_visits
      and least(x.visits, y.visits, z.visits) >= balance * greatest(x.visits, y.visits, z.visits)
      and greatest(x.last_on, y.last_on, z.last_on) - least(x.first_on, y.first_on, z.first_on) <= days
      and x.host < y.host and x.host < z.host
      and not exists (select from edge e where (e.host, e.guest) in ((y.host, x.host), (z.host, y.host), (x.host, z.host)))
),
ring_visit as (
    select r.a, r.b, r.c, r.visits, v.* from ring r join visit v on (v.host, v.guest) in ((r.a, r.b), (r.b, r.c), (r.c, r.a))
)
select p.subject_code, p.partner_code as item_key, j.state, least(j.by_a, j.by_b)::numeric as value, j.least_visits as threshold,
       case when j.state = 'triggered' then p.paid end as amount, j.until as event_on, j.evidence[1:50] as evidence,
       jsonb_build_object('subject_name', p.name, 'partner', p.partner, 'received', p.received, 'visited', p.visited,
           'days', j.until - j.since + 1, 'lag', round(j.lag::numeric, 1)) as detail
from judged j
cross join lateral (values (j.a, j.b, j.name_a, j.name_b, j.by_a, j.by_b, j.paid_a), (j.b, j.a, j.name_b, j.name_a, j.by_b, j.by_a, j.paid_b))
    p (subject_code, partner_code, name, partner, received, visited, paid)
join scope s on s.subject_code = p.subject_code
union all
select v.host, 'ring ' || a || '>' || b || '>' || c, 'triggered', max(visits), max(least_visits), sum(total_amount),
       max(day), (array_agg('reception:' || reception_id order by day, reception_id))[1:50],
       jsonb_build_object('subject_name', min(org_name), 'partner', min(guest_org_name) || '（三方轮流）', 'received', count(*), 'visited', max(visits),
           'days', max(day) - min(day) + 1, 'lag', 0)
from ring_visit v join scope s on s.subject_code = v.host, limit_of
group by v.host, a, b, c
union all
select r.org_code, 'none', case when count(r.guest_org_code) = 0 then 'insufficient_data' else 'not_triggered' end, null, null, null, null, null,
       case when count(r.guest_org_code) = 0 then jsonb_build_object('missing', jsonb_build_array('reception.guest_org_code')) end
from reception r join scope s on s.subject_code = r.org_code
where not exists (select from pair p where p.host = r.org_code)
group by r.org_code
