-- id: COL-004
-- version: 1
-- title_zh: 投标报价呈规律性差异
-- title_en: Bid prices follow a pattern
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 《招标投标法实施条例》第四十条第（四）项
-- basis_en: Tendering Law Implementing Regulations art. 40(4)
-- basis_checked: yes
-- requires: bid.bid_amount
-- param: regular = 1.02 ratio | zh 等差、等比时最大间隔与最小间隔之比上限 | en largest over smallest step for a progression
-- param: rarity = 0.005 probability | zh 报价过于集中的稀有程度 | en how rare a spread this small must be in its market
-- param: rarity_tight = 0.01 probability | zh 变异系数低于下项时的稀有程度 | en the same where the spread is below the next limit
-- param: cv_limit = 0.015 share | zh 变异系数的绝对界线 | en absolute limit of the coefficient of variation
-- param: min_lots = 12 lots | zh 市场内最少项目数 | en fewest lots in the market
-- rescore: all
-- figure: project.bid_cv
-- unit: share
-- reason_zh: {subject_name}：{n} 家报价{pattern_zh}，变异系数 {cv}（同类市场中位数 {median_zh}），疑似规律性差异，需核实
-- reason_en: {subject_name}: the {n} bid prices {pattern_en}; coefficient of variation {cv} against a market median of {median_en}; suspected pattern, to be verified

with bids as ( -- one price per bidder
    select project_id, bidder_code, min(bid_amount) as price, min(bid_id) as bid_id
    from bid
    where status is distinct from '撤回' and bid_amount > 0
    group by project_id, bidder_code
), steps as (
    select project_id, bid_id, price, lead(price) over w - price as step, ln(lead(price) over w / price) as ratio_step
    from bids
    window w as (partition by project_id order by price, bidder_code)
), spread as (
    select project_id, count(*)::integer as n, stddev_samp(price) / avg(price) as cv,
           array_agg('bid:' || bid_id order by bid_id) as bids, min(step) as least_step, max(step) as most_step, min(ratio_step) as least_ratio, max(ratio_step) as most_ratio
    from steps
    group by project_id
), equal_price as ( -- the same price to the cent; whole ten thousands meet by chance, so there it takes three
    select b.project_id, max(b.times) as times
    from (select project_id, price, count(*) as times from bids group by project_id, price) b
    join project p on p.project_id = b.project_id
    where b.price is distinct from p.control_price and (b.times >= 3 or b.times = 2 and b.price % 10000 <> 0)
    group by b.project_id
), lots as materialized (
    select s.*, left(p.region_code, 4) as city, coalesce(p.sector, '') as sector, coalesce(p.project_kind, '') as kind, coalesce(e.times, 0) as same,
           s.n >= 3 and s.cv > 0 as spreads
    from spread s
    join project p on p.project_id = s.project_id
    left join equal_price e on e.project_id = s.project_id
), narrow as ( -- the lot's own market: city, sector and kind
    select city, sector, kind, count(*)::integer as lots, percentile_cont(0.5) within group (order by cv) as median
    from lots where spreads group by city, sector, kind
), wide as (
    select kind, count(*)::integer as lots, percentile_cont(0.5) within group (order by cv) as median
    from lots where spreads group by kind
), settings as (
    select p.project_id, p.project_name, p.tender_method, coalesce(p.contract_amount, p.award_amount) as award, coalesce(p.awarded_on, p.tender_notice_on) as decided_on,
           rule.param('COL-004', 'regular', p.region_code, p.awarded_on) as regular,
           rule.param('COL-004', 'rarity', p.region_code, p.awarded_on) as rarity,
           rule.param('COL-004', 'rarity_tight', p.region_code, p.awarded_on) as rarity_tight,
           rule.param('COL-004', 'cv_limit', p.region_code, p.awarded_on) as cv_limit,
           rule.param('COL-004', 'min_lots', p.region_code, p.awarded_on) as min_lots
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), judged as (
    select t.*, l.n, l.bids, l.cv, l.spreads, l.same, m.median,
           case when l.same >= 2 and not (l.same = l.n and l.kind = '服务') then 'equal' -- one fee for all is a fixed fee
                when l.n >= 4 and l.least_step > 0 and l.most_step / l.least_step <= t.regular then 'arithmetic'
                when l.n >= 4 and l.least_ratio > 0 and l.most_ratio / l.least_ratio <= t.regular then 'geometric'
                -- n prices of the market's usual spread come this close together with a chance of about (cv / median) ^ (n - 1)
                when l.spreads and m.median is not null and power(least(l.cv / m.median::numeric, 1), l.n - 1)
                     <= case when l.cv < t.cv_limit then t.rarity_tight else t.rarity end then 'close' end as pattern
    from settings t
    left join lots l on l.project_id = t.project_id
    left join narrow on narrow.city = l.city and narrow.sector = l.sector and narrow.kind = l.kind and narrow.lots >= t.min_lots
    left join wide on wide.kind = l.kind and wide.lots >= t.min_lots
    cross join lateral (select coalesce(narrow.median, wide.median) as median) m
)
select project_id as subject_code,
       project_id as item_key,
       case when n is null and tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when n is null then 'insufficient_data'
            when n < 2 then 'not_applicable'
            when pattern is not null then 'triggered'
            when n = 2 then 'not_applicable'
            when median is null then 'insufficient_data'
            else 'not_triggered' end as state,
       round(cv, 5) as value,
       round(median::numeric, 5) as threshold,
       award as amount,
       decided_on as event_on,
       'project:' || project_id || coalesce(bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'n', n, 'cv', round(100 * cv, 2) || '%', 'median_zh', coalesce(round(100 * median::numeric, 2) || '%', '无可比'), 'median_en', coalesce(round(100 * median::numeric, 2) || '%', 'none'), 'pattern', pattern,
           'pattern_zh', case pattern when 'equal' then '有两家以上完全相同' when 'arithmetic' then '成等差数列' when 'geometric' then '成等比数列' when 'close' then '异常接近' end,
           'pattern_en', case pattern when 'equal' then 'include equal ones' when 'arithmetic' then 'form an arithmetic progression' when 'geometric' then 'form a geometric progression' when 'close' then 'lie unusually close together' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when n is null or median is null then 'bid.bid_amount' end], null)), '[]'))) as detail
from judged
