-- id: SUB-006
-- version: 3
-- title_zh: 金额紧贴审批权限
-- title_en: Amounts just below an approval limit
-- stream: subsidy
-- scheme: subsidy.process
-- subject: organisation
-- kind: analytic
-- severity: 2
-- basis_zh: 分析性信号；审批权限为本地参数
-- basis_en: An analytic signal; approval limits are local parameters
-- basis_checked: no
-- requires: subsidy.department_code, subsidy.approver, subsidy.approved_amount
-- param: limit_small = 200000 yuan | zh 审批权限（低） | en approval limit (low)
-- param: limit_medium = 500000 yuan | zh 审批权限（中） | en approval limit (middle)
-- param: limit_large = 1000000 yuan | zh 审批权限（高） | en approval limit (high)
-- param: band = 0.95 share | zh 紧贴区间下沿占限额之比 | en lower edge of the band below the limit
-- param: false_share = 0.05 share | zh 审批人聚集检验允许的误报比例 | en share of false alarms allowed among the approvers singled out
-- param: min_approvals = 5 applications | zh 审批人最少件数 | en fewest approvals of a person
-- param: min_peers = 40 applications | zh 其他审批人最少件数 | en fewest approvals of others
-- rescore: all
-- reason_zh: {subject_name} 批复 {value} 元，紧贴审批权限 {threshold} 元；同一审批人 {n} 件中有 {k} 件紧贴该权限（其他人占比 {expected:%}），疑似规避上级审批，需核实
-- reason_en: {subject_name} was approved for {value} yuan, just below the limit of {threshold} yuan; so were {k} of {n} approvals of the same person (share among others {expected:%}); suspected evasion of higher approval, to be verified

with settings as materialized (
    select region_code, rule.param('SUB-006', 'limit_small', region_code, null) as limit_small, rule.param('SUB-006', 'limit_medium', region_code, null) as limit_medium,
           rule.param('SUB-006', 'limit_large', region_code, null) as limit_large, rule.param('SUB-006', 'band', region_code, null) as band,
           rule.param('SUB-006', 'false_share', region_code, null) as false_share, rule.param('SUB-006', 'min_approvals', region_code, null) as min_approvals,
           rule.param('SUB-006', 'min_peers', region_code, null) as min_peers
    from (select distinct region_code from subsidy) r
), usual as ( -- an amount that a policy gives to many is its cap or rate, not an approver's choice
    select coalesce(programme_code, programme_name) as programme, approved_amount
    from subsidy
    where approved_amount > 0
    group by 1, 2
    having count(*) >= 3 and count(distinct approver) >= 2
), approvals as materialized (
    select a.application_id, a.source_id, a.approver, a.approved_amount, s.false_share, s.min_approvals, s.min_peers, b.approval_limit,
           u.programme is not null as by_policy, b.approval_limit is not null and u.programme is null as near
    from subsidy a
    join settings s using (region_code)
    left join usual u on u.programme = coalesce(a.programme_code, a.programme_name) and u.approved_amount = a.approved_amount
    left join lateral (select l as approval_limit from (values (s.limit_small), (s.limit_medium), (s.limit_large)) v(l)
                       where a.approved_amount >= s.band * l and a.approved_amount < l limit 1) b on true
    where a.approver is not null and a.approved_amount > 0
), persons as (
    select approver, count(*)::integer as n from approvals where not by_policy group by approver
), bunches as ( -- below one limit: whoever evades it evades his own
    select approver, approval_limit, count(*)::integer as k from approvals where near group by approver, approval_limit
), approvers as (
    select b.approver, b.approval_limit, p.n, b.k, (t.n - p.n)::integer as other_n, (sum(b.k) over (partition by b.approval_limit) - b.k)::integer as other_k,
           t.persons * 3 as tests -- each person at each of the three limits
    from bunches b
    join persons p using (approver)
    cross join (select sum(n) as n, count(*) as persons from persons) t
), log_factorial as (
    select i, sum(ln(greatest(i, 1)::double precision)) over (order by i) as lf
    from generate_series(0, (select coalesce(max(n), 0) from persons)) i
), tested as ( -- binomial tail of k or more near a limit, against the share among all other approvers (never taken below 1 in 100)
    select o.*, e.expected,
           case when o.k < 3 then 1
                else (select least(1, sum(exp(a.lf - b.lf - c.lf + b.i * ln(e.expected) + (o.n - b.i) * ln(1 - e.expected))))
                      from log_factorial a, log_factorial b, log_factorial c
                      where a.i = o.n and b.i between o.k and o.n and c.i = o.n - b.i) end as tail
    from approvers o
    cross join lateral (select greatest(0.01, least(0.99, (o.other_k + 1.0) / (o.other_n + 2.0)))::double precision as expected) e
), singled_out as ( -- many approvers are tested at once: Benjamini and Hochberg (1995) bound the share of false alarms
    select t.*, min(tail * tests / place) over (order by tail desc, approver desc, approval_limit desc) as q
    from (select t.*, row_number() over (order by tail, approver, approval_limit) as place from tested t) t
)
-- The subject is the department: bunching is a pattern of whoever approves, one application alone shows nothing.
select a.department_code as subject_code,
       a.application_id as item_key,
       case when a.approved_amount = 0 or a.approved_amount is null and a.approved_on is null then 'not_applicable'
            when a.approver is null or a.approved_amount is null then 'insufficient_data'
            when m.by_policy then 'not_applicable'
            when not m.near then 'not_triggered'
            when t.n < m.min_approvals or t.other_n < m.min_peers then 'insufficient_data'
            when t.q <= m.false_share and t.k >= 3 then 'triggered'
            else 'not_triggered' end as state,
       a.approved_amount as value,
       m.approval_limit as threshold,
       coalesce(a.disbursed_amount, a.approved_amount) as amount,
       a.approved_on as event_on,
       array['subsidy:' || a.application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'n', t.n, 'k', t.k, 'expected', round(t.expected::numeric, 3), 'p', round(t.tail::numeric, 6),
       'missing', nullif(to_jsonb(array_remove(array[
           case when a.approver is null then 'subsidy.approver' end,
           case when a.approved_amount is null then 'subsidy.approved_amount' end,
           case when m.near and (t.n < m.min_approvals or t.other_n < m.min_peers) then 'subsidy.approver' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.department_code
left join approvals m on m.application_id = a.application_id and m.source_id = a.source_id
left join singled_out t on t.approver = a.approver and t.approval_limit = m.approval_limit
