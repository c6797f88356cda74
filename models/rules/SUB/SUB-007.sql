-- id: SUB-007
-- version: 2
-- title_zh: 审批流程时序异常
-- title_en: Steps of the procedure at impossible times
-- stream: subsidy
-- scheme: subsidy.process
-- subject: application
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号；参见《财政违法行为处罚处分条例》第六条
-- basis_en: An analytic signal; see Regulations on Penalties for Fiscal Offences art. 6
-- basis_checked: no
-- requires: subsidy.applied_on
-- param: tolerance = 0 days | zh 容许倒挂的日数 | en days of inversion that are let pass
-- param: usual_days = 5 days | zh 同一政策从申报到批复的中位日数下限，低于此数不看当日办结 | en where the programme's median from application to approval is shorter, approval on the same day is normal
-- param: min_peers = 12 applications | zh 同一政策最少件数 | en fewest applications of the programme
-- rescore: all
-- unit: days
-- reason_zh: {subject_name} 的申报：{steps_zh}，疑似流程补办，需核实
-- reason_en: application of {subject_name}: {steps_en}; suspected to be papered over afterwards, to be verified

with usual as (
    select coalesce(programme_code, programme_name) as programme, count(*) as peers, percentile_cont(0.5) within group (order by approved_on - applied_on) as median
    from subsidy
    where approved_on is not null
    group by 1
), p as (
    select a.*, rule_value.tolerance, rule_value.usual_days, u.median as usual,
           -- every step is on record and all of them are dated the day of the application
           a.accepted_on = a.applied_on and a.reviewed_on = a.applied_on and a.approved_on = a.applied_on
           and u.peers >= rule_value.min_peers and u.median >= rule_value.usual_days as instant
    from subsidy a
    join scope s on s.subject_code = a.application_id
    join (select region_code, rule.param('SUB-007', 'tolerance', region_code, null) as tolerance,
                 rule.param('SUB-007', 'usual_days', region_code, null) as usual_days, rule.param('SUB-007', 'min_peers', region_code, null) as min_peers
          from (select distinct region_code from subsidy) r offset 0) rule_value
        on rule_value.region_code = a.region_code
    left join usual u on u.programme = coalesce(a.programme_code, a.programme_name)
), inverted as ( -- publication may follow the decision, so it is not a step here; payment before approval is SUB-022, approvals in bulk are SUB-028
    select p.application_id, p.source_id, max(v.earlier - v.later) as days,
           (array_agg(v.zh || '早于' || v.after_zh || ' ' || (v.earlier - v.later) || ' 日' order by v.earlier - v.later desc, v.zh))[1] as steps_zh,
           (array_agg(v.en || ' ' || (v.earlier - v.later) || ' days before ' || v.after_en order by v.earlier - v.later desc, v.zh))[1] as steps_en
    from p
    cross join lateral (values
        (p.applied_on, p.accepted_on, '受理', 'acceptance', '申报', 'application'),
        (p.applied_on, p.reviewed_on, '评审', 'review', '申报', 'application'),
        (p.accepted_on, p.reviewed_on, '评审', 'review', '受理', 'acceptance'),
        (p.applied_on, p.approved_on, '批复', 'approval', '申报', 'application'),
        (p.accepted_on, p.approved_on, '批复', 'approval', '受理', 'acceptance'),
        (p.reviewed_on, p.approved_on, '批复', 'approval', '评审', 'review'),
        (p.applied_on, p.disbursed_on, '拨付', 'payment', '申报', 'application')) v(earlier, later, zh, en, after_zh, after_en)
    where v.earlier - v.later > p.tolerance
    group by p.application_id, p.source_id
)
select p.application_id as subject_code,
       p.application_id as item_key,
       case when p.programme_name ~ '免申即享|免申报|直达|普惠' then 'not_applicable'
            when p.accepted_on is null and p.reviewed_on is null and p.approved_on is null and p.disbursed_on is null then 'insufficient_data'
            when i.days is not null or p.instant then 'triggered'
            else 'not_triggered' end as state,
       coalesce(i.days, 0)::numeric as value,
       case when i.days is null and p.instant then p.usual_days else p.tolerance end as threshold,
       coalesce(p.disbursed_amount, p.approved_amount, p.applied_amount) as amount,
       coalesce(p.approved_on, p.applied_on) as event_on,
       array['subsidy:' || p.application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', p.applicant_name, 'steps_zh', case when i.days is not null then i.steps_zh
                                           when p.instant then '受理、评审、批复均在申报当日（' || p.applied_on || '，同一政策通常 ' || p.usual || ' 日）' end,
                          'steps_en', case when i.days is not null then i.steps_en
                                           when p.instant then 'accepted, reviewed and approved on the day of the application (' || p.applied_on || '; usually ' || p.usual || ' days in this programme)' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when coalesce(p.accepted_on, p.reviewed_on, p.approved_on, p.disbursed_on) is null then 'subsidy.approved_on' end], null)), '[]'))) as detail
from p
left join inverted i on i.application_id = p.application_id and i.source_id = p.source_id
