-- id: ENG-009
-- version: 1
-- title_zh: 变更签证超合同价一成
-- title_en: Variations above a tenth of the contract
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: deterministic
-- severity: 3
-- basis_zh: 地方政府投资项目变更管理规定（累计超过合同价10%须报批），各地不同
-- basis_en: Local rules on variations of government projects (above 10 % of the contract needs approval); they differ
-- basis_checked: no
-- requires: project.contract_amount, project_event.event_kind
-- param: share = 0.1 share | zh 变更签证累计占合同价上限 | en largest share of variations in the contract
-- figure: project.change_ratio
-- reason_zh: {subject_name}：变更签证累计 {total} 元，占合同价 {percent}%，疑似超过 {allowed}% 未经批准，需核实
-- reason_en: {subject_name}: variations of {total} yuan, {percent} % of the contract, suspected to exceed {allowed} % without approval; to be verified

with variations as (
    select project_id,
           sum(amount) as total, count(*) as events, max(event_on) as last_on,
           array_agg('project_event:' || event_id order by event_on, event_id) as keys
    from project_event
    where event_kind in ('变更', '签证') and coalesce(reason, '') !~ '调差|价差|价格指数|人工费调整'
    group by project_id
), p as (
    select p.*, coalesce(v.total, 0) as total, v.events, v.keys, coalesce(v.last_on, p.completed_on, p.contract_signed_on) as event_on,
           coalesce(v.total, 0) / nullif(p.contract_amount, 0) as share,
           rule.param('ENG-009', 'share', p.region_code, coalesce(v.last_on, p.completed_on, p.contract_signed_on)) as allowed
    from project p
    join scope s on s.subject_code = p.project_id
    left join variations v on v.project_id = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when share is null then 'insufficient_data'
            when events is null then 'not_applicable'
            when share > allowed then 'triggered'
            else 'not_triggered' end as state,
       round(share, 4) as value,
       allowed as threshold,
       case when share > allowed then total - allowed * contract_amount end as amount,
       event_on,
       'project:' || project_id || coalesce(keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'total', total, 'percent', round(100 * share, 1), 'allowed', 100 * allowed, 'events', events,
       'missing', nullif(to_jsonb(array_remove(array[
           case when nullif(contract_amount, 0) is null then 'project.contract_amount' end], null)), '[]'))) as detail
from p
