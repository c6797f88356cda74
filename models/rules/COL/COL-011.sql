-- id: COL-011
-- version: 1
-- title_zh: 陪标专业户
-- title_en: Habitual losing bidder
-- stream: project
-- scheme: project.collusion
-- subject: company
-- kind: analytic
-- severity: 2
-- basis_zh: 《招标投标法实施条例》第三十九条、第四十条（佐证）；指标参考 Cardinal R025
-- basis_en: Tendering Law Implementing Regulations arts. 39, 40, as supporting evidence; after the indicator Cardinal R025
-- basis_checked: no
-- requires: bid.bidder_code, project.supplier_code
-- param: min_bids = 8 bids | zh 最少有效投标次数 | en fewest valid bids
-- param: p_value = 0.05 probability | zh 一直落标的偶然概率上限 | en chance of winning so little
-- param: min_together = 3 lots | zh 与同一中标人同场的最少次数 | en fewest lots lost to one winner
-- param: share = 0.4 share | zh 落标项目中由同一中标人中标的占比 | en share of its lots won by one winner
-- param: lift = 3 times | zh 该占比相对市场占比的倍数 | en that share over the winner's share of the market
-- rescore: all
-- reason_zh: {subject_name} 投标 {bids} 次中标 {wins} 次（按同场家数应中约 {threshold} 次），其中 {together} 次由 {winner} 中标，疑似陪标，需核实
-- reason_en: {subject_name} won {wins} of {bids} lots (about {threshold} expected) and {together} of them went to {winner}; suspected cover bidder, to be verified

with entrants as (
    select b.project_id, b.bidder_code, min(b.bid_id) as bid_id, min(b.bidder_name) as bidder_name, p.supplier_code, p.supplier_name, left(p.region_code, 4) as city,
           coalesce(p.contract_amount, p.award_amount, 0) as award, p.awarded_on, p.region_code,
           count(*) over (partition by b.project_id) as field, (b.bidder_code = p.supplier_code) as won
    from bid b
    join project p on p.project_id = b.project_id
    where coalesce(b.status, '有效') = '有效' and p.supplier_code is not null
    group by b.project_id, b.bidder_code, p.supplier_code, p.supplier_name, p.region_code, p.contract_amount, p.award_amount, p.awarded_on
), contested as (
    select * from entrants where field >= 2
), records as ( -- ln of the chance of losing every lot: the sum of ln(1 - 1/field)
    select bidder_code, min(bidder_name) as company, count(*) as bids, count(*) filter (where won) as wins, sum(1.0 / field) as expected,
           sum(ln(1 - 1.0 / field)) as ln_none, max(awarded_on) as last_on, max(region_code) as region_code
    from contested
    group by bidder_code
), tested as ( -- no win at all: exact; some wins: Poisson
    select *, case when wins = 0 then exp(ln_none)
                   else (select sum(exp(-expected + i * ln(expected) - coalesce((select sum(ln(j)) from generate_series(1, i) j), 0))) from generate_series(0, wins::integer) i) end as chance
    from records
    where bids >= 4
), lots as (
    select city, count(distinct project_id) as lots from contested group by city
), wins as (
    select city, supplier_code, count(distinct project_id) as won from contested group by city, supplier_code
), together as (
    select e.bidder_code, e.supplier_code, e.city, max(e.supplier_name) as winner, count(*) as lots, sum(e.award) as award,
           array_agg('project:' || e.project_id order by e.project_id) || array_agg('bid:' || e.bid_id order by e.bid_id) as evidence
    from contested e
    where not e.won and e.bidder_code in (select bidder_code from tested where chance < 0.2)
    group by e.bidder_code, e.supplier_code, e.city
), companions as (
    select distinct on (t.bidder_code) t.*, t.lots::numeric / r.bids as share, (t.lots::numeric / r.bids) / (w.won::numeric / l.lots) as lift
    from together t
    join records r using (bidder_code)
    join wins w on w.city = t.city and w.supplier_code = t.supplier_code
    join lots l on l.city = t.city
    order by t.bidder_code, t.lots desc, t.supplier_code, t.city
), settings as (
    select r.*, t.chance,
           rule.param('COL-011', 'min_bids', r.region_code, r.last_on) as min_bids, rule.param('COL-011', 'p_value', r.region_code, r.last_on) as p_value,
           rule.param('COL-011', 'min_together', r.region_code, r.last_on) as min_together, rule.param('COL-011', 'share', r.region_code, r.last_on) as least_share,
           rule.param('COL-011', 'lift', r.region_code, r.last_on) as least_lift
    from records r
    join scope s on s.subject_code = r.bidder_code
    left join tested t using (bidder_code)
    offset 0
)
select r.bidder_code as subject_code,
       'record' as item_key,
       case when r.bids < r.min_bids then 'insufficient_data'
            when r.chance < r.p_value and c.lots >= r.min_together and c.share >= r.least_share and c.lift >= r.least_lift then 'triggered'
            else 'not_triggered' end as state,
       r.wins::numeric as value,
       round(r.expected, 2) as threshold,
       c.award as amount,
       r.last_on as event_on,
       coalesce(c.evidence, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', r.company, 'bids', r.bids, 'wins', r.wins, 'chance', round(r.chance::numeric, 5),
                          'winner', c.winner, 'together', c.lots, 'lift', round(c.lift, 2),
       'missing', nullif(to_jsonb(array_remove(array[
           case when r.bids < r.min_bids then 'bid.bid_id' end], null)), '[]'))) as detail
from settings r
left join companions c on c.bidder_code = r.bidder_code
