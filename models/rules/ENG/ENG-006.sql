-- id: ENG-006
-- version: 1
-- title_zh: 施工方垫资
-- title_en: The contractor pre-finances the work
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 《政府投资条例》第二十二条、第三十四条第（五）项；《保障中小企业款项支付条例》第八条
-- basis_en: Government Investment Regulations arts. 22, 34(5); Regulations on Payments to SMEs art. 8
-- basis_checked: yes
-- requires: project.contract_amount, project_event.progress_pct
-- param: progress = 50 percent | zh 形象进度下限 | en least progress
-- param: paid = 0.2 share | zh 累计支付占合同价上限 | en largest share of the contract that was paid
-- reason_zh: {subject_name}：至 {on} 形象进度 {progress}%，仅支付合同价的 {percent}%，疑似由施工单位垫资，需核实
-- reason_en: {subject_name}: by {on}, at {progress} % progress, only {percent} % of the contract was paid; suspected pre-financing by the contractor, to be verified

with running as (
    select e.project_id, e.event_on, e.event_id, e.progress_pct,
           coalesce(sum(e.amount) filter (where e.event_kind = '支付') over (partition by e.project_id order by e.event_on
               range between unbounded preceding and current row), 0) as paid
    from project_event e
), steps as ( -- what had been paid by the day on which the progress was reported
    select r.project_id, r.event_on, r.event_id, r.progress_pct as progress, r.paid, r.paid / p.contract_amount as share
    from running r
    join project p on p.project_id = r.project_id
    where r.progress_pct is not null and p.contract_amount > 0
), settings as materialized (
    select p.*, rule.param('ENG-006', 'progress', p.region_code, p.contract_signed_on) as least_progress, rule.param('ENG-006', 'paid', p.region_code, p.contract_signed_on) as most_paid
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), worst as (
    select distinct on (x.project_id) x.*
    from steps x
    join settings t on t.project_id = x.project_id
    where x.progress >= t.least_progress
    order by x.project_id, x.progress - 100 * x.share desc, x.event_on, x.event_id
), known as (
    select project_id, count(*) filter (where progress_pct is not null) as measured from project_event group by project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when t.project_kind in ('货物', '服务') or k.project_id is null then 'not_applicable'
            when coalesce(t.contract_amount, 0) = 0 or k.measured = 0 then 'insufficient_data'
            when w.share <= t.most_paid then 'triggered'
            else 'not_triggered' end as state,
       round(w.share, 4) as value,
       t.most_paid as threshold,
       round(t.contract_amount * w.progress / 100 - w.paid, 2) as amount,
       w.event_on as event_on,
       'project:' || t.project_id || case when w.event_id is null then array[]::text[] else array['project_event:' || w.event_id] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'on', w.event_on, 'progress', w.progress, 'percent', round(100 * w.share, 1),
       'missing', nullif(to_jsonb(array_remove(array[
           case when nullif(t.contract_amount, 0) is null then 'project.contract_amount' end,
           case when k.measured = 0 then 'project_event.progress_pct' end], null)), '[]'))) as detail
from settings t
left join known k on k.project_id = t.project_id
left join worst w on w.project_id = t.project_id
