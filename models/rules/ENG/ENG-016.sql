-- id: ENG-016
-- version: 1
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
-- param: min_peers = 12 projects | zh 同类项目最少个数 | en fewest projects of the kind
-- rescore: all
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
), judged as (
    select p.*, m.median, m.peers,
           greatest(rule.param('ENG-016', 'floor', p.region_code, p.completed_on),
                    m.median + rule.param('ENG-016', 'spread', p.region_code, p.completed_on) * d.mad) as limit_cut,
           rule.param('ENG-016', 'floor', p.region_code, p.completed_on) as floor_cut,
           rule.param('ENG-016', 'min_peers', p.region_code, p.completed_on) as min_peers
    from p
    join scope s on s.subject_code = p.project_id
    left join medians m on m.kind = p.kind
    left join spreads d on d.kind = p.kind
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
       'missing', nullif(to_jsonb(array_remove(array[
           case when settlement_submitted is null then 'project.settlement_submitted' end,
           case when settlement_audited is null then 'project.settlement_audited' end,
           case when peers < min_peers then 'project.settlement_audited' end], null)), '[]'))) as detail
from judged
