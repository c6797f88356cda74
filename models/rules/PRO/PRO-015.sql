-- id: PRO-015
-- version: 1
-- title_zh: 合同背离中标结果
-- title_en: The contract departs from the award
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 3
-- basis_zh: 《招标投标法》第四十六条、第五十九条；《招标投标法实施条例》第五十七条、第七十五条
-- basis_en: Tendering Law arts. 46, 59; Implementing Regulations arts. 57, 75
-- basis_checked: yes
-- requires: project.award_amount, project.contract_amount
-- param: tolerance = 0.005 share | zh 合同价与中标价允许的相对差 | en relative difference that is let pass
-- reason_zh: {subject_name}：合同价 {contract} 元与中标价 {award} 元相差 {share}%，疑似背离中标结果，需核实
-- reason_en: {subject_name}: the contract ({contract} yuan) differs from the award ({award} yuan) by {share} %, a suspected departure from the tender; to be verified

with p as (
    select p.*, abs(p.contract_amount - p.award_amount) / nullif(p.award_amount, 0) as share,
           rule.param('PRO-015', 'tolerance', p.region_code, coalesce(p.contract_signed_on, p.awarded_on)) as tolerance
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method not in ('公开招标', '邀请招标') then 'not_applicable'
            when share is null then 'insufficient_data'
            when share > tolerance then 'triggered'
            else 'not_triggered' end as state,
       round(share, 4) as value,
       tolerance as threshold,
       abs(contract_amount - award_amount) as amount,
       coalesce(contract_signed_on, awarded_on) as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'award', award_amount, 'contract', contract_amount, 'share', round(100 * share, 2),
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when nullif(award_amount, 0) is null then 'project.award_amount' end,
           case when contract_amount is null then 'project.contract_amount' end], null)), '[]'))) as detail
from p
