-- id: SUB-022
-- version: 2
-- title_zh: 未获批却拨付
-- title_en: Paid without approval
-- stream: subsidy
-- scheme: subsidy.process
-- subject: application
-- kind: deterministic
-- severity: 4
-- basis_zh: 《财政违法行为处罚处分条例》第六条；《预算法》第五十七条
-- basis_en: Regulations on Penalties for Fiscal Offences art. 6; Budget Law art. 57
-- basis_checked: yes
-- requires: subsidy.disbursed_amount
-- param: recorded = 0.5 share | zh 该部门已拨付申报中载有批复信息的占比下限 | en least share of the department's paid applications whose approval is recorded
-- param: tolerance = 1 yuan | zh 超批复金额的容许差 | en yuan above the approved sum that are let pass
-- rescore: all
-- unit: yuan
-- reason_zh: {subject_name} 的「{programme}」：{what_zh}，拨付 {paid} 元，疑似未获批却拨付 {amount} 元，需核实
-- reason_en: {programme} for {subject_name}: {what_en}; {paid} yuan paid, {amount} of them suspected without approval, to be verified

with departments as (
    select coalesce(department_code, department_name) as department, count(*) filter (where approved_on is not null or approved_amount is not null)::numeric / count(*) as recorded
    from subsidy
    where disbursed_amount > 0
    group by 1
), p as (
    select a.*, d.recorded, l.recorded as least_recorded, l.tolerance,
           case when a.approved_amount = 0 then 'refused'
                when a.approved_on is null and a.approved_amount is null then 'unapproved'
                when a.disbursed_on < a.approved_on then 'early'
                when a.disbursed_amount > a.approved_amount + l.tolerance then 'above' end as finding
    from subsidy a
    join scope s on s.subject_code = a.application_id
    join (select region_code, rule.param('SUB-022', 'recorded', region_code, null) as recorded, rule.param('SUB-022', 'tolerance', region_code, null) as tolerance
          from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
    left join departments d on d.department = coalesce(a.department_code, a.department_name)
)
select application_id as subject_code,
       application_id as item_key,
       case when coalesce(disbursed_amount, 0) = 0 and disbursed_on is null then 'not_applicable'
            when disbursed_amount is null then 'insufficient_data'
            when disbursed_amount = 0 then 'not_applicable'
            when least_recorded is null then 'not_applicable' -- abroad
            -- where a department never records approvals their absence proves nothing
            when finding = 'unapproved' and recorded < least_recorded then 'insufficient_data'
            when finding is not null then 'triggered'
            else 'not_triggered' end as state,
       disbursed_amount as value,
       coalesce(approved_amount, 0) as threshold,
       case finding when 'above' then disbursed_amount - approved_amount else disbursed_amount end as amount,
       disbursed_on as event_on,
       array['subsidy:' || application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'programme', programme_name, 'paid', disbursed_amount,
           'what_zh', case finding when 'refused' then '批复金额为0' when 'unapproved' then '没有批复记录' when 'early' then '拨付（' || disbursed_on || '）早于批复（' || approved_on || '）' when 'above' then '超出批复金额' end,
           'what_en', case finding when 'refused' then 'approved for nothing' when 'unapproved' then 'no approval on record' when 'early' then 'paid on ' || disbursed_on || ' before approval on ' || approved_on when 'above' then 'more than was approved' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when disbursed_amount is null then 'subsidy.disbursed_amount' end,
           case when finding = 'unapproved' and recorded < least_recorded then 'subsidy.approved_on' end], null)), '[]'))) as detail
from p
