-- id: PRO-014
-- version: 1
-- title_zh: 签约超过三十日
-- title_en: Contract signed more than 30 days after the award
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 2
-- basis_zh: 《招标投标法》第四十六条；《政府采购法》第四十六条
-- basis_en: Tendering Law art. 46; Government Procurement Law art. 46
-- basis_checked: yes
-- requires: project.awarded_on, project.contract_signed_on
-- param: days = 30 days | from 2000-01-01 | source "招标投标法" article "46" | zh 中标通知书发出后签订合同的期限 | en days allowed between the notice of award and the contract
-- figure: project.sign_days
-- reason_zh: {subject_name}：中标后 {value} 日才签订合同，疑似超过法定 {threshold} 日，需核实
-- reason_en: {subject_name}: the contract was signed {value} days after the award, suspected to be later than the {threshold} days allowed; to be verified

with p as (
    select p.*, p.contract_signed_on - p.awarded_on as days,
           rule.param('PRO-014', 'days', p.region_code, p.awarded_on) as allowed
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method = '直接发包' then 'not_applicable'
            when awarded_on is null or contract_signed_on is null then 'insufficient_data'
            when days > allowed then 'triggered'
            else 'not_triggered' end as state,
       days::numeric as value,
       allowed as threshold,
       coalesce(contract_amount, award_amount) as amount,
       contract_signed_on as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'awarded', awarded_on, 'signed', contract_signed_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when awarded_on is null then 'project.awarded_on' end,
           case when contract_signed_on is null then 'project.contract_signed_on' end], null)), '[]'))) as detail
from p
