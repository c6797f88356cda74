-- id: ENG-011
-- version: 1
-- title_zh: 支付超前于形象进度
-- title_en: Payment ahead of progress
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: deterministic
-- severity: 2
-- basis_zh: 财政部 住房城乡建设部《关于完善建设工程价款结算有关办法的通知》（财建〔2022〕183号）；《建设工程价款结算暂行办法》（财建〔2004〕369号）
-- basis_en: MOF and MOHURD circular on settlement of works (2022, no. 183); Provisional Measures on Settlement of Works (2004, no. 369)
-- basis_checked: no
-- requires: project.contract_amount, project_event.progress_pct
-- param: advance = 0.3 share | from 2004-10-20 | source "财建〔2004〕369号" article "12?" | zh 预付款占合同价上限，随进度抵扣 | en largest advance in the contract, recovered with progress
-- unit: yuan
-- reason_zh: {subject_name}：至 {on} 形象进度 {progress}%，累计支付 {value} 元，疑似超过应付上限 {threshold} 元，超付 {amount} 元，需核实
-- reason_en: {subject_name}: by {on}, at {progress} % progress, {value} yuan had been paid, suspected to exceed the most that could be due, {threshold} yuan, by {amount} yuan; to be verified

with running as ( -- all that was paid, and all variations agreed, up to and with each day
    select e.project_id, e.event_on, e.event_id, e.event_kind,
           sum(e.amount) filter (where e.event_kind = '支付') over w as paid,
           coalesce(sum(e.amount) filter (where e.event_kind in ('变更', '签证')) over w, 0) as changes,
           max(e.progress_pct) over w as progress
    from project_event e
    window w as (partition by e.project_id order by e.event_on range between unbounded preceding and current row)
), payments as (
    select r.*, p.region_code,
           case when r.progress >= 100 and p.settlement_audited is not null then p.settlement_audited
                else p.contract_amount + greatest(r.changes, 0) end as worth,
           rule.param('ENG-011', 'advance', p.region_code, r.event_on) as advance
    from running r
    join project p on p.project_id = r.project_id
    where r.event_kind = '支付'
    offset 0
), due as ( -- the work done, and what of the advance is not yet recovered
    select project_id, event_on, paid, progress, worth * (progress + advance * (100 - progress)) / 100 as most
    from payments
    where progress is not null and worth > 0
), worst as (
    select distinct on (project_id) * from due order by project_id, paid - most desc, event_on
), known as (
    select project_id, count(*) filter (where event_kind = '支付') as payments, count(*) filter (where event_kind = '支付' and progress_pct is not null) as measured,
           array_agg('project_event:' || event_id order by event_on, event_id) filter (where event_kind in ('支付', '变更', '签证')) as keys
    from project_event
    group by project_id
)
select p.project_id as subject_code,
       p.project_id as item_key,
       case when coalesce(k.payments, 0) = 0 then 'not_applicable'
            when coalesce(p.contract_amount, 0) = 0 or k.measured = 0 or w.project_id is null then 'insufficient_data'
            when w.most is null then 'not_applicable'
            when w.paid > round(w.most, 2) then 'triggered'
            else 'not_triggered' end as state,
       w.paid as value,
       round(w.most, 2) as threshold,
       case when w.paid > w.most then w.paid - round(w.most, 2) end as amount,
       w.event_on as event_on,
       'project:' || p.project_id || coalesce(k.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', p.project_name, 'on', w.event_on, 'progress', w.progress,
       'missing', nullif(to_jsonb(array_remove(array[
           case when nullif(p.contract_amount, 0) is null then 'project.contract_amount' end,
           case when k.measured = 0 then 'project_event.progress_pct' end], null)), '[]'))) as detail
from project p
join scope s on s.subject_code = p.project_id
left join known k on k.project_id = p.project_id
left join worst w on w.project_id = p.project_id
