-- id: SUB-028
-- version: 2
-- title_zh: 休息日成批批复
-- title_en: Approvals in bulk on a day off
-- stream: subsidy
-- scheme: subsidy.process
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号；参见《财政违法行为处罚处分条例》第六条
-- basis_en: An analytic signal; see Regulations on Penalties for Fiscal Offences art. 6
-- basis_checked: no
-- requires: subsidy.department_code, subsidy.approver, subsidy.approved_on
-- param: crowd = 5 applications | zh 同一人在一个休息日批复的件数 | en approvals of one person on one day off
-- group: subsidy: approver || '|' || approved_on
-- reason_zh: {subject_name} 同一审批人于休息日 {event_on} 批复 {value} 件，共 {amount} 元，疑似未经审核成批补批，需核实
-- reason_en: {subject_name}: one person approved {value} applications on {event_on}, a day off, {amount} yuan in all; suspected bulk approval without examination, to be verified

-- The item is the whole sitting: what is odd is that, not any one of its applications. One who signs for several departments is counted over all of
-- them, and the subject is the department for which most was signed.
with approvals as materialized (
    select a.department_code, a.department_name, a.application_id, a.approver, a.approved_on, rule_value.crowd,
           coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as amount, a.programme_name ~ '免申即享|免申报|直达|普惠' as automatic
    from subsidy a
    join (select region_code, rule.param('SUB-028', 'crowd', region_code, null) as crowd
          from (select distinct region_code from subsidy) r offset 0) rule_value
        on rule_value.region_code = a.region_code
    where a.approved_on is not null and a.department_code is not null
), calendar as ( -- weekends are known to be days off only in years for which a calendar was loaded
    select d.day, coalesce(h.kind = '放假', extract(isodow from d.day) > 5) as off,
           h.kind is not null or extract(year from d.day) in (select extract(year from day) from holiday) as known
    from (select distinct approved_on as day from approvals) d
    left join (select day, min(kind) as kind from holiday group by day) h on h.day = d.day
), batch as (
    select department_code, approver, approved_on, max(department_name) as department_name, min(crowd) as crowd,
           count(*) filter (where automatic is not true) as approvals,
           sum(amount) filter (where automatic is not true) as amount,
           (array_agg('subsidy:' || application_id order by automatic is true, amount desc nulls last, application_id))[1:50] as evidence
    from approvals
    where department_code in (select subject_code from scope)
    group by department_code, approver, approved_on
), sitting as (
    select approver, approved_on, count(*) as approvals, sum(amount) as amount, mode() within group (order by department_code) as mainly,
           (array_agg('subsidy:' || application_id order by amount desc nulls last, application_id))[1:50] as evidence
    from approvals
    where approver is not null and automatic is not true
    group by approver, approved_on
)
select b.department_code as subject_code,
       coalesce(b.approver, '-') || '|' || b.approved_on as item_key,
       case when b.approvals = 0 then 'not_applicable'
            when coalesce(s.approvals, b.approvals) < b.crowd or c.known and not c.off then 'not_triggered'
            when b.approver is null or not c.known then 'insufficient_data'
            when b.department_code <> s.mainly then 'not_applicable' -- told of the department for which most was signed
            else 'triggered' end as state,
       coalesce(s.approvals, b.approvals)::numeric as value,
       b.crowd as threshold,
       case when b.department_code = s.mainly then s.amount else b.amount end as amount,
       b.approved_on as event_on,
       case when b.department_code = s.mainly then s.evidence else b.evidence[1:case when b.approvals > 0 then least(b.approvals, 50) else 1 end] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', coalesce(b.department_name, b.department_code), 'label', coalesce(b.approver || ' ', '') || b.approved_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when coalesce(s.approvals, b.approvals) >= b.crowd and b.approver is null then 'subsidy.approver' end,
           case when coalesce(s.approvals, b.approvals) >= b.crowd and not c.known then 'holiday.day' end], null)), '[]'))) as detail
from batch b
join calendar c on c.day = b.approved_on
left join sitting s on s.approver = b.approver and s.approved_on = b.approved_on
