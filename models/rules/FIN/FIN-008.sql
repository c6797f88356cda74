-- id: FIN-008
-- version: 1
-- title_zh: 重复支付工程款
-- title_en: The same payment twice
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号；参见《预算法》第五十七条
-- basis_en: An analytic signal; see Budget Law art. 57
-- basis_checked: no
-- requires: project_event.event_kind, project_event.amount
-- param: days = 90 days | zh 两笔相隔上限 | en longest time between the two
-- param: least = 1000 yuan | zh 金额下限 | en least amount
-- reason_zh: {subject_name}：{days} 日内两次支付同一收款方 {payee} 相同金额 {value} 元且事由相同，疑似重复支付，需核实
-- reason_en: {subject_name}: {payee} was paid the same {value} yuan for the same reason twice within {days} days; suspected double payment, to be verified

with payments as (
    select e.project_id, e.event_id, e.event_on, e.amount, e.payee_name, coalesce(e.payee_account, e.payee_name) as payee,
           coalesce(regexp_replace(e.reason, '\s', '', 'g'), '') as reason, e.progress_pct
    from project_event e
    where e.event_kind = '支付'
), steps as (
    select p.*, lag(event_id) over w as before_id, lag(event_on) over w as before_on, lag(progress_pct) over w as before_progress,
           count(*) over (partition by project_id, payee, amount, reason) as times
    from payments p
    where payee is not null
    window w as (partition by project_id, payee, amount, reason order by event_on, event_id)
), settings as materialized (
    select p.*, rule.param('FIN-008', 'days', p.region_code, p.contract_signed_on) as most_days, rule.param('FIN-008', 'least', p.region_code, p.contract_signed_on) as least
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), twins as ( -- instalments of one size are normal where the work moved on between them, or where there are many of them
    select distinct on (x.project_id) x.*
    from steps x
    join settings t on t.project_id = x.project_id
    where x.before_id is not null and x.event_on - x.before_on <= t.most_days and x.amount >= t.least and x.times <= 3
      and (x.progress_pct is null or x.before_progress is null or x.progress_pct = x.before_progress)
    order by x.project_id, x.amount desc, x.event_on, x.event_id
), known as (
    select project_id, count(*) as payments, count(payee) as payees from payments group by project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when k.project_id is null then 'not_applicable'
            when k.payees = 0 then 'insufficient_data'
            when w.project_id is not null then 'triggered'
            else 'not_triggered' end as state,
       w.amount as value,
       t.least as threshold,
       w.amount as amount,
       w.event_on as event_on,
       'project:' || t.project_id || case when w.event_id is null then array[]::text[] else array['project_event:' || w.before_id, 'project_event:' || w.event_id] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'payee', coalesce(w.payee_name, w.payee), 'days', w.event_on - w.before_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when k.payees = 0 then 'project_event.payee_name' end], null)), '[]'))) as detail
from settings t
left join known k on k.project_id = t.project_id
left join twins w on w.project_id = t.project_id
