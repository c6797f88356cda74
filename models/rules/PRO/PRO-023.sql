-- id: PRO-023
-- version: 1
-- title_zh: 先实施后招标
-- title_en: Work, contract or payment before the tender
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法》第四条、第四十九条；宁夏审计厅大数据审计做法
-- basis_en: Tendering Law arts. 4, 49; an audit method of the Ningxia audit office
-- basis_checked: no
-- requires: project.tender_method, project.tender_notice_on
-- param: tolerance = 0 days | zh 允许提前的日数 | en days of lead that are let pass
-- reason_zh: {subject_name}：{what_zh}（{earliest}）早于招标公告（{notice}）{value} 日，疑似先实施后补招标手续，需核实
-- reason_en: {subject_name}: {what_en} ({earliest}) came {value} days before the tender notice ({notice}); suspected that the tender was a formality, to be verified

with paid as (
    select project_id, min(event_on) as first_paid, (array_agg('project_event:' || event_id order by event_on, event_id))[1] as evidence
    from project_event
    where event_kind in ('支付', '签证', '变更')
    group by project_id
), p as (
    select p.*, paid.first_paid, paid.evidence as paid_evidence,
           least(p.started_on, p.contract_signed_on, paid.first_paid) as earliest,
           rule.param('PRO-023', 'tolerance', p.region_code, p.tender_notice_on) as tolerance
    from project p
    join scope s on s.subject_code = p.project_id
    left join paid on paid.project_id = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method = '直接发包' then 'not_applicable'
            when project_name ~ '抢险|救灾|应急|抢修|框架' then 'not_applicable'
            when tender_notice_on is null or earliest is null then 'insufficient_data'
            when tender_notice_on - earliest > tolerance then 'triggered'
            else 'not_triggered' end as state,
       (tender_notice_on - earliest)::numeric as value,
       tolerance as threshold,
       coalesce(contract_amount, award_amount) as amount,
       earliest as event_on,
       array['project:' || project_id] || case when first_paid = earliest then array[paid_evidence] else array[]::text[] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'earliest', earliest, 'notice', tender_notice_on,
           'what_zh', case earliest when started_on then '开工' when contract_signed_on then '签订合同' else '支付或变更签证' end,
           'what_en', case earliest when started_on then 'the start of work' when contract_signed_on then 'the contract' else 'a payment or variation' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when tender_notice_on is null then 'project.tender_notice_on' end,
           case when earliest is null then 'project.started_on' end], null)), '[]'))) as detail
from p
