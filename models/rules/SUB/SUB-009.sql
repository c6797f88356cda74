-- id: SUB-009
-- version: 1
-- title_zh: 拨付超时限
-- title_en: Paid after the due date
-- stream: subsidy
-- scheme: subsidy.disbursement
-- subject: application
-- kind: deterministic
-- severity: 3
-- basis_zh: 《预算法》第五十二条、第五十七条；《财政违法行为处罚处分条例》第六条
-- basis_en: Budget Law arts. 52, 57; Regulations on Penalties for Fiscal Offences art. 6
-- basis_checked: yes
-- requires: subsidy.disbursed_on
-- param: grace = 0 days | zh 宽限日数 | en days of grace
-- param: promise_days = 0 days | zh 未注明应拨付日期时，自批复起的承诺日数；0 表示本地未设定 | en where no due date is given, days promised from approval; 0 where the locality set none
-- figure: subsidy-application.days_overdue
-- reason_zh: {subject_name} 的「{programme}」应于 {due} 前拨付，实际 {paid} 拨付，疑似超时限 {value} 日，需核实
-- reason_en: {programme} for {subject_name} was due on {due} and paid on {paid}, suspected to be {value} days late; to be verified

with p as (
    select a.*, l.grace, coalesce(a.disburse_due_on, a.approved_on + nullif(l.promise_days, 0)::integer) as due
    from subsidy a
    join scope s on s.subject_code = a.application_id
    join (select region_code, rule.param('SUB-009', 'grace', region_code, null) as grace, rule.param('SUB-009', 'promise_days', region_code, null) as promise_days
          from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
)
select application_id as subject_code,
       application_id as item_key,
       case when programme_name ~ '救灾|应急|据实结算' then 'not_applicable'
            when approved_amount = 0 or (approved_on is null and approved_amount is null and disbursed_on is null) then 'not_applicable'
            when due is null or disbursed_on is null then 'insufficient_data'
            when disbursed_on - due > grace then 'triggered'
            else 'not_triggered' end as state,
       (disbursed_on - due)::numeric as value,
       grace as threshold,
       coalesce(disbursed_amount, approved_amount) as amount,
       disbursed_on as event_on,
       array['subsidy:' || application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'programme', programme_name, 'department', department_name, 'due', due, 'paid', disbursed_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when due is null then 'subsidy.disburse_due_on' end,
           case when disbursed_on is null then 'subsidy.disbursed_on' end], null)), '[]'))) as detail
from p
