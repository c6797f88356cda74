-- id: ENG-003
-- version: 1
-- title_zh: 超概算
-- title_en: Above the approved cost
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《政府投资条例》第十二条、第二十三条、第三十四条第（四）项；《财政违法行为处罚处分条例》第九条第（三）项
-- basis_en: Government Investment Regulations arts. 12, 23, 34(4); Regulations on Penalties for Fiscal Offences art. 9(3)
-- basis_checked: yes
-- requires: project.budget_amount
-- param: tolerance = 0 share | from 2019-07-01 | source "政府投资条例" article "23" | zh 超出概算的容许比例 | en share above the approved cost that is let pass
-- unit: yuan
-- reason_zh: {subject_name}：{basis_zh} {value} 元，疑似超过概算 {threshold} 元，超出 {amount} 元，需核实有无概算调整批复
-- reason_en: {subject_name}: {basis_en} of {value} yuan, suspected to exceed the approved cost of {threshold} yuan by {amount} yuan; whether an adjustment was approved is to be verified

with events as (
    select project_id,
           coalesce(sum(amount) filter (where event_kind in ('变更', '签证')), 0) as changes,
           coalesce(sum(amount) filter (where event_kind = '支付'), 0) as paid,
           max(event_on) as last_on,
           array_agg('project_event:' || event_id order by event_on, event_id) as keys
    from project_event
    group by project_id
), p as (
    select p.*, e.keys, coalesce(e.paid, 0) as paid,
           coalesce(p.settlement_audited, p.contract_amount + greatest(coalesce(e.changes, 0), 0)) as committed,
           coalesce(p.accepted_on, p.completed_on, e.last_on, p.contract_signed_on, p.awarded_on) as event_on
    from project p
    join scope s on s.subject_code = p.project_id
    left join events e on e.project_id = p.project_id
), judged as (
    select p.*, greatest(p.committed, p.paid) as cost, rule.param('ENG-003', 'tolerance', p.region_code, p.event_on) as tolerance
    from p
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when budget_amount is null or budget_amount = 0 or committed is null then 'insufficient_data'
            when tolerance is null then 'not_applicable'
            when cost > budget_amount * (1 + tolerance) then 'triggered'
            else 'not_triggered' end as state,
       cost as value,
       budget_amount as threshold,
       case when cost > budget_amount then cost - budget_amount end as amount,
       event_on,
       'project:' || project_id || coalesce(keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name,
           'basis_zh', case when paid > committed then '累计支付' when settlement_audited is not null then '审定结算价' else '合同价加变更签证' end,
           'basis_en', case when paid > committed then 'payments' when settlement_audited is not null then 'an audited settlement' else 'contract and variations' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when nullif(budget_amount, 0) is null then 'project.budget_amount' end,
           case when committed is null then 'project.contract_amount' end], null)), '[]'))) as detail
from judged
