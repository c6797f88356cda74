-- id: COL-012
-- version: 1
-- title_zh: 轮流中标
-- title_en: Bidders take turns to win
-- stream: project
-- scheme: project.collusion
-- subject: company
-- kind: analytic
-- severity: 3
-- basis_zh: 《招标投标法实施条例》第三十九条（佐证）；分析性信号
-- basis_en: Tendering Law Implementing Regulations art. 39, as supporting evidence; an analytic signal
-- basis_checked: no
-- requires: bid.bidder_code, project.supplier_code
-- param: together = 5 lots | zh 两家同场的最少次数 | en fewest lots in which two bid together
-- param: overlap = 0.5 share | zh 两家投标项目的重合度（Jaccard） | en overlap of the lots of two bidders (Jaccard)
-- param: evenness = 0.9 share | zh 中标份额的均匀度（归一化熵） | en evenness of the wins (normalised entropy)
-- param: share = 0.8 share | zh 团伙同场项目由其成员中标的占比 | en share of the group's lots won by its members
-- param: min_market = 10 companies | zh 本市投标公司的最少家数 | en fewest bidding companies in the city
-- rescore: all
-- reason_zh: {subject_name} 等（{others}）同场投标 {lots} 次，成员中标 {won} 次且份额均匀（均匀度 {value}），疑似轮流中标，需核实
-- reason_en: {subject_name} is one of {others}, who bid together in {lots} lots, {won} of them won by the group in even shares (evenness {value}); suspected of taking turns, to be verified

with recursive entrants as (
    select distinct b.project_id, b.bidder_code, b.bidder_name, p.supplier_code, left(p.region_code, 4) as city, p.region_code, p.awarded_on,
           coalesce(p.contract_amount, p.award_amount, 0) as award
    from bid b
    join project p on p.project_id = b.project_id
    where b.status is distinct from '撤回' and p.supplier_code is not null
), totals as (
    select bidder_code, min(bidder_name) as company, count(distinct project_id) as lots, max(region_code) as region_code, max(city) as city, max(awarded_on) as last_on
    from entrants
    group by bidder_code
), markets as (
    select city, count(distinct bidder_code) as companies from entrants group by city
), settings as materialized (
    select region_code,
           rule.param('COL-012', 'together', region_code, null) as together, rule.param('COL-012', 'overlap', region_code, null) as overlap,
           rule.param('COL-012', 'evenness', region_code, null) as evenness, rule.param('COL-012', 'share', region_code, null) as share,
           rule.param('COL-012', 'min_market', region_code, null) as min_market
    from (select distinct region_code from totals) r
), active as (
    select e.project_id, e.bidder_code from entrants e join totals t using (bidder_code) join settings s on s.region_code = t.region_code where t.lots >= s.together
), pairs as (
    select a.bidder_code as one, b.bidder_code as other, count(*) as lots
    from active a
    join active b on b.project_id = a.project_id and b.bidder_code > a.bidder_code
    group by a.bidder_code, b.bidder_code
    having count(*) >= (select min(together) from settings)
), edges as (
    select p.one, p.other
    from pairs p
    join totals x on x.bidder_code = p.one
    join totals y on y.bidder_code = p.other
    join settings s on s.region_code = x.region_code
    where p.lots >= s.together and p.lots::numeric / (x.lots + y.lots - p.lots) >= s.overlap
), both_ways as (
    select one, other from edges union all select other, one from edges
), reach(node, member) as (
    select distinct one, one from both_ways
    union
    select r.node, b.other from reach r join both_ways b on b.one = r.member
), groups as (
    select node as bidder_code, min(member) as group_key, count(*) as members from reach group by node
), small_groups as (
    select * from groups where members between 3 and 6
), group_lots as ( -- lots in which at least three of the group bid
    select g.group_key, g.members, e.project_id, e.supplier_code, e.award, count(*) as present,
           bool_or(e.bidder_code = e.supplier_code) as won
    from entrants e
    join small_groups g using (bidder_code)
    group by g.group_key, g.members, e.project_id, e.supplier_code, e.award
    having count(*) >= 3
), group_wins as (
    select group_key, members, supplier_code, count(*) as wins from group_lots where won group by group_key, members, supplier_code
), group_totals as (
    select l.group_key, count(*) as lots, count(*) filter (where l.won) as won, sum(l.award) filter (where l.won) as award,
           array_agg('project:' || l.project_id order by l.project_id) as evidence
    from group_lots l
    group by l.group_key
), evenness as (
    select w.group_key, -sum(w.wins::numeric / t.won * ln(w.wins::numeric / t.won)) / ln(max(w.members)::numeric) as evenness, count(*) as winners
    from group_wins w
    join group_totals t using (group_key)
    group by w.group_key
), names as (
    select g.group_key, string_agg(t.company, '、' order by t.company) as companies from small_groups g join totals t using (bidder_code) group by g.group_key
), own as (
    select g.bidder_code, sum(l.award) as award from small_groups g join group_lots l on l.group_key = g.group_key and l.supplier_code = g.bidder_code group by g.bidder_code
)
select t.bidder_code as subject_code,
       'rotation' as item_key,
       case when t.lots < s.together or m.companies < s.min_market then 'insufficient_data'
            when g.lots >= s.together and g.won::numeric / g.lots >= s.share and e.evenness >= s.evenness and e.winners >= 3 then 'triggered'
            else 'not_triggered' end as state,
       round(e.evenness, 4) as value,
       s.evenness as threshold,
       own.award as amount,
       t.last_on as event_on,
       coalesce(g.evidence, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.company, 'others', n.companies, 'lots', g.lots, 'won', g.won,
       'missing', nullif(to_jsonb(array_remove(array[
           case when t.lots < s.together or m.companies < s.min_market then 'bid.bid_id' end], null)), '[]'))) as detail
from totals t
join scope c on c.subject_code = t.bidder_code
join settings s on s.region_code = t.region_code
join markets m on m.city = t.city
left join small_groups x on x.bidder_code = t.bidder_code
left join group_totals g on g.group_key = x.group_key
left join evenness e on e.group_key = x.group_key
left join names n on n.group_key = x.group_key
left join own on own.bidder_code = t.bidder_code
