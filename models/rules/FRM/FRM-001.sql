-- id: FRM-001
-- version: 1
-- title_zh: 农田建设亩均投资异常
-- title_en: Unusual cost per mu of farmland works
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 2
-- basis_zh: 分析性信号；全国亩均补助标准未核实
-- basis_en: An analytic signal; the national standard per mu is not confirmed
-- basis_checked: no
-- requires: project.area_mu
-- param: spread = 3.5 deviations | zh 高于同类中位数的稳健标准差倍数 | en robust deviations above the median of its peers
-- param: min_peers = 12 projects | zh 同类项目最少个数 | en fewest peers
-- rescore: all
-- reason_zh: {subject_name}：亩均 {value} 元（同类中位数 {median} 元，上界 {threshold} 元），疑似亩均投资异常，需核实
-- reason_en: {subject_name}: {value} yuan per mu (median of its peers {median}, upper bound {threshold}); suspected inflated cost, to be verified

with p as materialized (
    select p.*, left(p.region_code, 4) as city, coalesce(p.settlement_audited, p.contract_amount, p.award_amount, p.budget_amount) / nullif(p.area_mu, 0) as per_mu
    from project p
    where p.project_kind = '农田建设' or p.project_name ~ '高标准农田'
), medians as (
    select city, count(*) as peers, percentile_cont(0.5) within group (order by per_mu)::numeric as median from p where per_mu is not null group by city
), spreads as ( -- at least a twentieth of the median: a uniform subsidy per mu must not make small differences strange
    select p.city, greatest(0.05 * min(m.median), 1.4826 * percentile_cont(0.5) within group (order by abs(p.per_mu - m.median))::numeric) as mad
    from p
    join medians m on m.city = p.city
    where p.per_mu is not null
    group by p.city
), judged as (
    select q.*, p.per_mu, p.project_id as judged_id, m.median, m.peers,
           m.median + rule.param('FRM-001', 'spread', q.region_code, q.awarded_on) * d.mad as bound,
           rule.param('FRM-001', 'min_peers', q.region_code, q.awarded_on) as min_peers
    from project q
    join scope s on s.subject_code = q.project_id
    left join p on p.project_id = q.project_id and p.source_id = q.source_id
    left join medians m on m.city = p.city
    left join spreads d on d.city = p.city
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when judged_id is null then 'not_applicable'
            when per_mu is null or peers < min_peers then 'insufficient_data'
            when per_mu > bound then 'triggered'
            else 'not_triggered' end as state,
       round(per_mu, 2) as value,
       round(bound, 2) as threshold,
       case when per_mu > bound then round((per_mu - bound) * area_mu, 2) end as amount,
       coalesce(awarded_on, approved_on) as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'median', round(median, 2), 'area', area_mu, 'peers', peers,
       'missing', nullif(to_jsonb(array_remove(array[
           case when nullif(area_mu, 0) is null then 'project.area_mu' end,
           case when per_mu is null or peers < min_peers then 'project.contract_amount' end], null)), '[]'))) as detail
from judged
