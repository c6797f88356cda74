-- id: ENG-025
-- version: 1
-- title_zh: 签证变更日期倒挂
-- title_en: Variations dated after completion
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 2
-- basis_zh: 分析性信号，无法定数值
-- basis_en: An analytic signal without a legal number
-- basis_checked: no
-- requires: project_event.event_kind, project_event.event_on
-- param: grace = 15 days | zh 竣工后补签的容许日数 | en days after completion that are let pass
-- param: same_day = 10 events | zh 同日签证变更超过此数 | en more variations than this on one day
-- reason_zh: {subject_name}：{what_zh}，共 {value} 份、{amount} 元，疑似事后补签，需核实
-- reason_en: {subject_name}: {what_en}, {value} of them for {amount} yuan; suspected to be signed afterwards, to be verified

with variations as (
    select e.project_id, e.event_id, e.event_on, e.amount, count(*) over (partition by e.project_id, e.event_on) as on_day
    from project_event e
    where e.event_kind in ('签证', '变更')
), settings as materialized (
    select p.*, coalesce(p.completed_on, p.accepted_on) as done_on, rule.param('ENG-025', 'grace', p.region_code, p.completed_on) as grace, rule.param('ENG-025', 'same_day', p.region_code, p.completed_on) as same_day
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), judged as (
    select t.project_id, count(*) as variations,
           count(*) filter (where v.event_on > t.done_on + t.grace::integer) as late,
           count(*) filter (where v.on_day > t.same_day) as crowded,
           count(*) filter (where v.event_on > t.done_on + t.grace::integer or v.on_day > t.same_day) as hits,
           sum(abs(v.amount)) filter (where v.event_on > t.done_on + t.grace::integer or v.on_day > t.same_day) as amount,
           max(v.event_on) as last_on,
           array_agg('project_event:' || v.event_id order by v.event_on, v.event_id) filter (where v.event_on > t.done_on + t.grace::integer or v.on_day > t.same_day) as keys
    from settings t
    join variations v on v.project_id = t.project_id
    group by t.project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when j.project_id is null then 'not_applicable'
            when j.hits > 0 then 'triggered'
            when t.done_on is null then 'insufficient_data'
            else 'not_triggered' end as state,
       coalesce(j.hits, 0)::numeric as value,
       0::numeric as threshold,
       j.amount as amount,
       j.last_on as event_on,
       'project:' || t.project_id || coalesce(j.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'done', t.done_on,
           'what_zh', case when j.late > 0 then '竣工（' || t.done_on || '）之后仍有签证变更' when j.crowded > 0 then '同一日集中签证变更' end,
           'what_en', case when j.late > 0 then 'variations dated after completion on ' || t.done_on when j.crowded > 0 then 'many variations on one day' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when t.done_on is null then 'project.completed_on' end], null)), '[]'))) as detail
from settings t
left join judged j on j.project_id = t.project_id
