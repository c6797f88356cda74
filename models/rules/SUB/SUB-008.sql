-- id: SUB-008
-- version: 2
-- title_zh: 评审批复不分离
-- title_en: Reviewer and approver are one person
-- stream: subsidy
-- scheme: subsidy.process
-- subject: application
-- kind: deterministic
-- severity: 3
-- basis_zh: 《财政违法行为处罚处分条例》第六条；内部控制不相容岗位分离要求
-- basis_en: Regulations on Penalties for Fiscal Offences art. 6; separation of duties under internal control
-- basis_checked: no
-- requires: subsidy.reviewer, subsidy.approver
-- param: least = 0 yuan | zh 金额下限 | en least amount
-- reason_zh: {subject_name} 的申报由同一人评审并批复，金额 {amount} 元，疑似不相容岗位未分离，需核实
-- reason_en: the application of {subject_name} for {amount} yuan was reviewed and approved by one person; suspected lack of separation of duties, to be verified

select a.application_id as subject_code,
       a.application_id as item_key,
       case when a.approved_on is null and a.approved_amount is null and a.approver is null then 'not_applicable'
            when a.reviewer is null or a.approver is null then 'insufficient_data'
            when a.programme_name ~ '免申即享|免申报' then 'not_applicable'
            when a.reviewer = a.approver and coalesce(a.approved_amount, a.applied_amount) >= l.least then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, -- it is so or it is not: nothing is measured
       null::numeric as threshold,
       coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as amount,
       a.approved_on as event_on,
       array['subsidy:' || a.application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'department', a.department_name,
       'missing', nullif(to_jsonb(array_remove(array[
           case when a.reviewer is null then 'subsidy.reviewer' end,
           case when a.approver is null then 'subsidy.approver' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.application_id
join (select region_code, rule.param('SUB-008', 'least', region_code, null) as least from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
