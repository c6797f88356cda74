-- id: ENG-001
-- version: 1
-- title_zh: 未批先建
-- title_en: Work started before approval
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《政府投资条例》第九条、第二十条、第三十四条第（一）项
-- basis_en: Government Investment Regulations arts. 9, 20, 34(1)
-- basis_checked: yes
-- requires: project.approved_on, project.started_on
-- param: in_force = 1 flag | from 2019-07-01 | source "政府投资条例" article "20" | zh 条例自此日起施行 | en the regulations hold from this day
-- reason_zh: {subject_name}：{started} 开工，早于立项批准日 {approved} 计 {value} 日，疑似未批先建，需核实
-- reason_en: {subject_name}: work started on {started}, {value} days before the approval on {approved}; suspected start without approval, to be verified

with p as (
    select p.*, p.approved_on - p.started_on as days, rule.param('ENG-001', 'in_force', p.region_code, p.started_on) as in_force
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when project_name ~ '抢险|救灾|应急|抢修' or project_kind in ('货物', '服务') then 'not_applicable'
            when days is null then 'insufficient_data'
            when in_force is null then 'not_applicable'
            when days > 0 then 'triggered'
            else 'not_triggered' end as state,
       days::numeric as value,
       0::numeric as threshold,
       coalesce(contract_amount, award_amount, budget_amount) as amount,
       started_on as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'started', started_on, 'approved', approved_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when approved_on is null then 'project.approved_on' end,
           case when started_on is null then 'project.started_on' end], null)), '[]'))) as detail
from p
