-- id: SUB-016
-- version: 1
-- title_zh: 领补后注销
-- title_en: Deregistered soon after the grant
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号，无法定数值
-- basis_en: An analytic signal without a legal number
-- basis_checked: no
-- requires: company.status
-- param: days = 365 days | zh 拨付至数据截止日的日数上限 | en most days from payment to the day up to which the records reach
-- rescore: all
-- reason_zh: {subject_name} 于 {paid} 获拨 {amount} 元，{value} 日内登记状态已为{status_zh}，疑似领补后注销，需核实
-- reason_en: {subject_name} was paid {amount} yuan on {paid} and is {status_en} within {value} days; suspected to be closed after the grant, to be verified

with clock as ( -- the registry gives no date: what is gone by the end of the records was gone by then at the latest
    select greatest(max(applied_on), max(approved_on), max(disbursed_on)) as today from subsidy
), registry as (
    select distinct on (company_code) company_code, status from company order by company_code, source_id
)
select a.applicant_code as subject_code,
       a.application_id as item_key,
       case when a.disbursed_on is null or coalesce(a.disbursed_amount, 1) = 0 or a.applicant_code like 'p\_%' then 'not_applicable'
            when r.status is null then 'insufficient_data'
            when r.status not in ('注销', '吊销') then 'not_triggered'
            when k.today - a.disbursed_on <= l.days then 'triggered'
            else 'insufficient_data' end as state, -- gone, but whether within the time is unknown
       (k.today - a.disbursed_on)::numeric as value,
       l.days as threshold,
       coalesce(a.disbursed_amount, a.approved_amount) as amount,
       a.disbursed_on as event_on,
       array['subsidy:' || a.application_id] || case when r.status in ('注销', '吊销') then array['company:' || a.applicant_code] else array[]::text[] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'paid', a.disbursed_on, 'status_zh', r.status, 'status_en', case r.status when '注销' then 'deregistered' when '吊销' then 'struck off' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when r.status is null then 'company.status' end,
           case when r.status in ('注销', '吊销') and k.today - a.disbursed_on > l.days then 'company.status' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.applicant_code
cross join clock k
join (select region_code, rule.param('SUB-016', 'days', region_code, null) as days from (select distinct region_code from subsidy) x offset 0) l on l.region_code = a.region_code
left join registry r on r.company_code = a.applicant_code
