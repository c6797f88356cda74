-- id: PRO-004
-- version: 1
-- title_zh: 合同额紧贴招标限额
-- title_en: Contracts bunch just below the tender limit
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: analytic
-- severity: 2
-- basis_zh: 《招标投标法》第四条（禁止规避招标）；紧贴限额为分析性信号，无法定数值
-- basis_en: Tendering Law art. 4 (no evasion of tendering); closeness to the limit is an analytic signal without a legal number
-- basis_checked: no
-- requires: project.owner_code, project.project_kind, project.tender_method
-- param: works = 4000000 yuan | from 2018-06-01 | source "发展改革委令第16号" article "5" | zh 施工必须招标限额 | en works contract that must be tendered
-- param: works = 2000000 yuan | from 2000-05-01 | source "国家计委令第3号" article "7?" | zh 施工必须招标限额（旧） | en works contract that must be tendered (old)
-- param: band = 0.9 share | zh 紧贴区间下沿占限额之比 | en lower edge of the band below the limit
-- param: p_value = 0.01 probability | zh 单位聚集检验的显著性 | en significance of the owner's bunching test
-- param: min_contracts = 10 contracts | zh 单位最少合同数 | en fewest contracts of an owner
-- param: min_peers = 40 contracts | zh 其他单位最少合同数 | en fewest contracts of other owners
-- rescore: all
-- reason_zh: {owner} 未招标合同 {n} 个中有 {k} 个紧贴限额（其他单位占比 {expected:%}），{subject_name} 合同额 {value} 元，距限额 {threshold} 元不足一成，疑似规避招标，需核实
-- reason_en: {k} of the {n} untendered contracts of {owner} lie just below the limit (share among other owners {expected:%}); {subject_name} at {value} yuan is within a tenth of {threshold} yuan; suspected evasion of the limit, to be verified

with works as (
    select p.project_id, p.project_name, p.owner_code, p.owner_name, p.region_code, p.project_kind, p.tender_method,
           coalesce(p.contract_amount, p.award_amount, p.control_price) as contract,
           coalesce(p.tender_notice_on, p.awarded_on, p.contract_signed_on, p.approved_on) as decided_on
    from project p
), limits as materialized (
    select region_code, decided_on,
           rule.param('PRO-004', 'works', region_code, decided_on) as must_tender,
           rule.param('PRO-004', 'band', region_code, decided_on) as band,
           rule.param('PRO-004', 'p_value', region_code, decided_on) as p_value,
           rule.param('PRO-004', 'min_contracts', region_code, decided_on) as min_contracts,
           rule.param('PRO-004', 'min_peers', region_code, decided_on) as min_peers
    from (select distinct region_code, decided_on from works) d
), small as materialized (
    select w.*, l.must_tender, l.p_value, l.min_contracts, l.min_peers, w.contract >= l.band * l.must_tender as near
    from works w
    join limits l on l.region_code = w.region_code and l.decided_on is not distinct from w.decided_on
    where w.project_kind in ('工程', '农田建设') and w.tender_method not in ('公开招标', '邀请招标')
      and w.owner_code is not null and w.contract < l.must_tender
), owners as (
    select owner_code, count(*)::integer as n, count(*) filter (where near)::integer as k,
           (sum(count(*)) over () - count(*))::integer as other_n,
           (sum(count(*) filter (where near)) over () - count(*) filter (where near))::integer as other_k
    from small
    group by owner_code
), log_factorial as (
    select i, sum(ln(greatest(i, 1)::double precision)) over (order by i) as lf
    from generate_series(0, (select coalesce(max(n), 0) from owners)) i
), tested as ( -- binomial tail of k or more near the limit, against the share among all other owners (never taken below 1 in 100)
    select o.*, e.expected, count(*) over () as owners,
           (select least(1, sum(exp(a.lf - b.lf - c.lf + b.i * ln(e.expected) + (o.n - b.i) * ln(1 - e.expected))))
            from log_factorial a, log_factorial b, log_factorial c
            where a.i = o.n and b.i between o.k and o.n and c.i = o.n - b.i) as tail
    from owners o
    cross join lateral (select greatest(0.01, least(0.99, (o.other_k + 1.0) / (o.other_n + 2.0)))::double precision as expected) e
)
select w.project_id as subject_code,
       w.project_id as item_key,
       case when w.project_kind is null then 'insufficient_data'
            when w.project_kind not in ('工程', '农田建设') or w.tender_method in ('公开招标', '邀请招标') then 'not_applicable'
            when w.tender_method is null or w.owner_code is null or w.contract is null then 'insufficient_data'
            when m.project_id is null then 'not_applicable'
            when not m.near then 'not_triggered'
            when t.n < m.min_contracts or t.other_n < m.min_peers then 'insufficient_data'
            when t.tail * t.owners < m.p_value and t.k >= 3 then 'triggered'
            else 'not_triggered' end as state,
       w.contract as value,
       m.must_tender as threshold,
       w.contract as amount,
       w.decided_on as event_on,
       array['project:' || w.project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', w.project_name, 'owner', w.owner_name, 'n', t.n, 'k', t.k,
                          'expected', round(t.expected::numeric, 3), 'p', round(t.tail::numeric, 6),
       'missing', nullif(to_jsonb(array_remove(array[
           case when w.project_kind is null then 'project.project_kind' end,
           case when w.tender_method is null then 'project.tender_method' end,
           case when w.owner_code is null then 'project.owner_code' end,
           case when w.contract is null or m.near and (t.n < m.min_contracts or t.other_n < m.min_peers) then 'project.contract_amount' end], null)), '[]'))) as detail
from works w
join scope s on s.subject_code = w.project_id
left join small m on m.project_id = w.project_id
left join tested t on t.owner_code = w.owner_code
