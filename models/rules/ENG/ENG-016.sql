-- id: ENG-016
-- version: 2
-- title_zh: 审减率异常
-- title_en: Unusual cut in the settlement audit
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 2
-- basis_zh: 分析性信号；核减超比例另行付费的约定属地方或合同条款
-- basis_en: An analytic signal; fee clauses on large cuts are local or contractual
-- basis_checked: no
-- requires: project.settlement_submitted, project.settlement_audited
-- param: floor = 0.1 share | zh 审减率的最低关注线 | en cut below which nothing is raised
-- param: spread = 3 deviations | zh 高于同类中位数的稳健标准差倍数 | en robust deviations above the median of the kind
-- param: false_share = 0.1 share | zh 单独成为线索时允许的误报比例 | en share of false alarms allowed where the cut alone makes a lead
-- param: min_peers = 12 projects | zh 同类项目最少个数 | en fewest projects of the kind
-- rescore: all
-- figure: project.settlement_cut
-- unit: share
-- reason_zh: {subject_name}：送审 {submitted} 元、审定 {audited} 元，审减率 {percent}%（同类中位数 {median}%），疑似送审虚高，需核实
-- reason_en: {subject_name}: {submitted} yuan submitted, {audited} allowed, a cut of {percent} % (median of the kind {median} %); suspected inflated settlement, to be verified

with p as materialized (
    select p.*, coalesce(p.project_kind, '') as kind, 1 - p.settlement_audited / nullif(p.settlement_submitted, 0) as cut
    from project p
), medians as (
    select kind, count(*) as peers, percentile_cont(0.5) within group (order by cut)::numeric as median from p where cut is not null group by kind
), spreads as ( -- never below one percentage point: equal cuts everywhere must not make every other one strange
    select p.kind, greatest(0.01, 1.4826 * percentile_cont(0.5) within group (order by abs(p.cut - m.median))::numeric) as mad
    from p
    join medians m on m.kind = p.kind
    where p.cut is not null
    group by p.kind
), sides as ( -- cuts lie on one side of zero and spread upwards: how far the upper half reaches is what a large cut must be held against
    select p.kind, greatest(0.01, 1.4826 * percentile_cont(0.5) within group (order by p.cut - m.median))::numeric as above
    from p
    join medians m on m.kind = p.kind
    where p.cut >= m.median
    group by p.kind
), tails as ( -- the normal tail beyond z, by its upper bound density(z) / z (Gordon 1941)
    select p.project_id, p.source_id, least(1, exp(-z * z / 2) / (z * 2.50663)) as tail
    from p
    join medians m on m.kind = p.kind
    join sides d on d.kind = p.kind
    cross join lateral (select greatest(0.4, least(30, (p.cut - m.median) / d.above))::double precision as z) v
    where p.cut is not null
), ranked as ( -- hundreds of settlements are tested at once: Benjamini and Hochberg (1995) bound the share of false alarms
    select project_id, source_id, min(tail * tests / place) over (order by tail desc, project_id desc, source_id desc) as q
    from (select *, count(*) over () as tests, row_number() over (order by tail, project_id, source_id) as place from tails) t
), judged as (
    select p.*, m.median, m.peers, r.q, rule.param('ENG-016', 'false_share', p.region_code, p.completed_on) as false_share,
           greatest(rule.param('ENG-016', 'floor', p.region_code, p.completed_on),
                    m.median + rule.param('ENG-016', 'spread', p.region_code, p.completed_on) * d.mad) as limit_cut,
           rule.param('ENG-016', 'floor', p.region_code, p.completed_on) as floor_cut,
           rule.param('ENG-016', 'min_peers', p.region_code, p.completed_on) as min_peers
    from p
    join scope s on s.subject_code = p.project_id
    left join medians m on m.kind = p.kind
    left join spreads d on d.kind = p.kind
    left join ranked r on r.project_id = p.project_id and r.source_id = p.source_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when settlement_submitted is null and settlement_audited is null and completed_on is null then 'not_applicable'
            when cut is null then 'insufficient_data'
            when cut < floor_cut then 'not_triggered'
            when peers < min_peers then 'insufficient_data'
            when cut >= limit_cut then 'triggered'
            else 'not_triggered' end as state,
       round(cut, 4) as value,
       round(limit_cut, 4) as threshold,
       case when cut > 0 then settlement_submitted - settlement_audited end as amount,
       coalesce(accepted_on, completed_on) as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'submitted', settlement_submitted, 'audited', settlement_audited,
                          'percent', round(100 * cut, 1), 'median', round(100 * median, 1), 'peers', peers,
                          'q_value', round(q::numeric, 6), 'false_share', false_share,
       'missing', nullif(to_jsonb(array_remove(array[
           case when settlement_submitted is null then 'project.settlement_submitted' end,
           case when settlement_audited is null then 'project.settlement_audited' end,
           case when peers < min_peers then 'project.settlement_audited' end], null)), '[]'))) as detail
from judged
