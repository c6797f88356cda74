-- id: SUB-010
-- version: 1
-- title_zh: 资金滞留未足额拨付
-- title_en: Approved money not paid out
-- stream: subsidy
-- scheme: subsidy.disbursement
-- subject: application
-- kind: analytic
-- severity: 3
-- basis_zh: 《财政违法行为处罚处分条例》第六条第（二）项、第（三）项；《预算法》第五十七条
-- basis_en: Regulations on Penalties for Fiscal Offences art. 6(2)(3); Budget Law art. 57
-- basis_checked: yes
-- requires: subsidy.approved_on, subsidy.approved_amount
-- param: days = 90 days | zh 到期（缺时批复）后的观察日数 | en days after the due date (else approval)
-- param: share = 0.5 share | zh 已拨占批复金额的下限 | en least share of the approved sum that was paid
-- rescore: all
-- reason_zh: {subject_name} 的「{programme}」批复 {approved} 元，至 {as_of} 已逾 {days} 日仅拨付 {percent}%，疑似滞留，需核实
-- reason_en: of {approved} yuan approved for {subject_name} ({programme}), {percent} % had been paid by {as_of}, {days} days after it was due; suspected stranded funds, to be verified

with clock as ( -- the day up to which the records reach: the same data always give the same answer
    select greatest(max(applied_on), max(approved_on), max(disbursed_on)) as today from subsidy
), p as (
    select a.*, l.days as least_days, l.share as least_share, clock.today,
           coalesce(a.disburse_due_on, a.approved_on) as due,
           coalesce(a.disbursed_amount, case when a.disbursed_on is not null then a.approved_amount else 0 end) / nullif(a.approved_amount, 0) as share
    from subsidy a
    join scope s on s.subject_code = a.application_id
    cross join clock
    join (select region_code, rule.param('SUB-010', 'days', region_code, null) as days, rule.param('SUB-010', 'share', region_code, null) as share
          from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
)
select application_id as subject_code,
       application_id as item_key,
       case when approved_amount = 0 or (approved_on is null and approved_amount is null) then 'not_applicable'
            when programme_name ~ '救灾|应急|据实结算|分期|以奖代补.*验收' then 'not_applicable'
            when approved_amount is null or due is null then 'insufficient_data'
            when today - due > least_days and share < least_share then 'triggered'
            else 'not_triggered' end as state,
       round(share, 4) as value,
       least_share as threshold,
       approved_amount - coalesce(disbursed_amount, case when disbursed_on is not null then approved_amount else 0 end) as amount,
       due as event_on,
       array['subsidy:' || application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'programme', programme_name, 'approved', approved_amount, 'percent', round(100 * share, 1), 'days', today - due, 'as_of', today,
       'missing', nullif(to_jsonb(array_remove(array[
           case when approved_amount is null then 'subsidy.approved_amount' end,
           case when due is null then 'subsidy.approved_on' end], null)), '[]'))) as detail
from p
