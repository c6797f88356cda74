-- id: PRO-003
-- version: 2
-- title_zh: 政府采购化整为零
-- title_en: Purchases split below the open-tender limit
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 《政府采购法》第二十八条；《政府采购法实施条例》第二十八条（数额标准为地方参数，待核实）
-- basis_en: Government Procurement Law art. 28; Implementing Regulations art. 28 (the limit is local and not verified)
-- basis_checked: no
-- requires: project.owner_code, project.project_kind, project.tender_method
-- param: limit = 4000000 yuan | from 2020-01-01 | source "地方集中采购目录及标准" | zh 公开招标数额标准（各地不同） | en limit from which goods and services need an open tender (local)
-- param: limit = 2000000 yuan | from 2003-01-01 | source "地方集中采购目录及标准" | zh 公开招标数额标准（旧） | en the same (old)
-- param: similarity = 0.8 share | zh 采购名称相似度下限 | en least similarity of the names
-- group: project: owner_code
-- reason_zh: {owner} 同一年度以非公开招标方式采购 {count} 次同类货物或服务，单次均低于限额，合计 {value} 元，超过公开招标数额标准 {threshold} 元，疑似化整为零，需核实
-- reason_en: {owner} bought {count} times the same goods or services in one year without an open tender; each is below the limit, together {value} yuan against {threshold} yuan; suspected splitting, to be verified

with named as (
    select p.project_id, p.project_name, p.owner_code, p.owner_name, p.region_code, p.project_kind, p.tender_method,
           coalesce(p.control_price, p.contract_amount, p.award_amount) as estimate,
           coalesce(p.contract_amount, p.award_amount, p.control_price) as contract,
           coalesce(p.tender_notice_on, p.awarded_on, p.contract_signed_on, p.approved_on) as decided_on,
           p.project_kind in ('货物', '服务') and p.project_name !~ '抢险|救灾|应急|抢修|涉密|框架|定点' as works,
           -- the name without lots, phases, sections and numbers
           regexp_replace(p.project_name, '[（(【\[][^）)】\]]*[）)】\]]|第?[0-9０-９一二三四五六七八九十]+(标段|标|期|段|批次|批|包|号|组|次)|[东南西北中]段|[A-Za-z0-9０-９#\-—－]+|\s', '', 'g') as stem
    from project p
), limits as materialized (
    select region_code, decided_on, rule.param('PRO-003', 'limit', region_code, decided_on) as must_tender
    from (select distinct region_code, decided_on from named where works and decided_on is not null) d
), settings as materialized (
    select region_code, rule.param('PRO-003', 'similarity', region_code, null) as alike
    from (select distinct region_code from named) d
), small as materialized ( -- purchases below the limit that were not tendered in the open
    select n.*, l.must_tender, t.alike,
           array(select distinct substr(n.stem, i, 2) from generate_series(1, greatest(length(n.stem) - 1, 1)) i) as shingles
    from named n
    join limits l using (region_code, decided_on)
    join settings t using (region_code)
    where n.works and n.owner_code is not null and n.tender_method <> '公开招标'
      and n.estimate < l.must_tender and n.stem <> ''
), alike as (
    select a.project_id as first_id, b.project_id as other_id, b.contract, a.must_tender
    from small a
    join small b on b.owner_code = a.owner_code and b.project_kind = a.project_kind
        and (b.decided_on, b.project_id) > (a.decided_on, a.project_id) and extract(year from b.decided_on) = extract(year from a.decided_on) -- the fiscal year is the calendar year
    where a.stem = b.stem
       or 2.0 * cardinality(array(select unnest(a.shingles) intersect select unnest(b.shingles)))
              / (cardinality(a.shingles) + cardinality(b.shingles)) >= a.alike
), sums as (
    select a.project_id, 1 + count(x.other_id) as contracts, a.contract + coalesce(sum(x.contract), 0) as total,
           array_agg(x.other_id order by x.other_id) filter (where x.other_id is not null) as others
    from small a
    left join alike x on x.first_id = a.project_id
    group by a.project_id, a.contract
), split as (
    select s.* from sums s join small a using (project_id) where s.contracts >= 2 and s.total >= a.must_tender
), counted as ( -- a project that an earlier one already counts is judged there
    select x.other_id as project_id, min(x.first_id) as counted_with
    from alike x join split on split.project_id = x.first_id
    group by x.other_id
)
select n.project_id as subject_code,
       n.project_id as item_key,
       case when n.project_kind is null then 'insufficient_data'
            when not n.works or n.tender_method = '公开招标' then 'not_applicable'
            when n.tender_method is null or n.owner_code is null or n.estimate is null or n.decided_on is null then 'insufficient_data'
            when a.project_id is null then 'not_applicable'
            when split.project_id is not null and counted.project_id is null then 'triggered'
            else 'not_triggered' end as state,
       sums.total as value,
       a.must_tender as threshold,
       sums.total as amount,
       n.decided_on as event_on,
       'project:' || n.project_id || array(select 'project:' || o from unnest(sums.others) o) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', n.project_name, 'owner', n.owner_name, 'count', sums.contracts, 'counted_with', counted.counted_with,
       'amount_rows', case when split.project_id is not null and counted.project_id is null then to_jsonb('project:' || n.project_id || array(select 'project:' || o from unnest(sums.others) o)) end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when n.project_kind is null then 'project.project_kind' end,
           case when n.tender_method is null then 'project.tender_method' end,
           case when n.owner_code is null then 'project.owner_code' end,
           case when n.estimate is null then 'project.contract_amount' end,
           case when n.decided_on is null then 'project.contract_signed_on' end], null)), '[]'))) as detail
from named n
join scope s on s.subject_code = n.project_id
left join small a on a.project_id = n.project_id
left join sums on sums.project_id = n.project_id
left join split on split.project_id = n.project_id
left join counted on counted.project_id = n.project_id
