-- id: COL-010
-- version: 2
-- title_zh: 投标人联系方式与股东交叉
-- title_en: Bidders share contact data or shareholders
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 《招标投标法实施条例》第三十四条、第四十条（佐证）；宁夏审计厅大数据审计做法
-- basis_en: Tendering Law Implementing Regulations arts. 34, 40, as supporting evidence; an audit method of the Ningxia audit office
-- basis_checked: no
-- requires: bid.bidder_code
-- param: score = 1 points | zh 关联分值下限（电话1、法人股东1、自然人股东0.8、地址0.7、联系人0.6、注册地址0.5） | en least link score (telephone 1, corporate shareholder 1, personal shareholder 0.8, address 0.7, contact 0.6, registered address 0.5)
-- param: soft_hub = 5 companies | zh 共用公司数超过此数时按比例降权 | en a value shared by more companies than this counts less in proportion
-- param: hub = 50 companies | zh 共用公司数超过此数时不用 | en a value shared by more companies than this is dropped
-- rescore: all
-- unit: points
-- reason_zh: {subject_name}：{pairs_zh}，关联分值最高 {value}，疑似存在隐性关联，需核实
-- reason_en: {subject_name}: {pairs_en} (link score up to {value}); suspected hidden link, to be verified

with registry as (
    select distinct on (company_code) company_code, company_name from company order by company_code, source_id
), attributes as (
    select bidder_code as code, kind, value
    from bid
    cross join lateral (values ('phone', phone), ('address', address), ('contact', contact)) a(kind, value)
    where value is not null
    union
    select company_code, kind, value
    from company
    cross join lateral (values ('phone', phone), ('registered', address)) a(kind, value)
    where value is not null
    union
    -- a common corporate shareholder is no namesake; whether it controls both, the registry here does not say
    select company_code, case when holder ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' then 'parent' else 'shareholder' end, holder from company cross join unnest(shareholders) holder
), degrees as (
    select kind, value, count(*) as companies from attributes group by kind, value having count(*) >= 2
), entrants as (
    select project_id, bidder_code, min(bidder_name) as bidder_name, min(bid_id) as bid_id
    from bid
    where status is distinct from '撤回'
    group by project_id, bidder_code
), settings as (
    select p.*,
           rule.param('COL-010', 'score', p.region_code, p.awarded_on) as least,
           rule.param('COL-010', 'soft_hub', p.region_code, p.awarded_on) as soft_hub,
           rule.param('COL-010', 'hub', p.region_code, p.awarded_on) as hub
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), linked as ( -- only values that at least two companies share can link anybody
    select e.project_id, e.bidder_code, e.bidder_name, e.bid_id, a.kind, a.value, d.companies
    from entrants e
    join attributes a on a.code = e.bidder_code
    join degrees d on d.kind = a.kind and d.value = a.value
), pair_kinds as (
    select a.project_id, a.bidder_code as one, b.bidder_code as other, a.kind, a.bidder_name || '、' || b.bidder_name as names,
           array['bid:' || a.bid_id, 'bid:' || b.bid_id] as bids,
           max(case a.kind when 'phone' then 1 when 'parent' then 1 when 'shareholder' then 0.8 when 'address' then 0.7 when 'contact' then 0.6 else 0.5 end
               * least(1, t.soft_hub / a.companies)) as weight,
           -- who is behind both is named: a person by the token, which people see masked, a firm by its name in the registry
           case when a.kind in ('parent', 'shareholder') then string_agg(distinct coalesce(r.company_name, a.value), '、') end as holders
    from linked a
    join linked b on b.project_id = a.project_id and b.kind = a.kind and b.value = a.value and b.bidder_code > a.bidder_code
    join settings t on t.project_id = a.project_id
    left join registry r on a.kind = 'parent' and r.company_code = a.value
    where a.companies <= t.hub
    group by a.project_id, a.bidder_code, b.bidder_code, a.kind, names, bids
), pairs as (
    select k.project_id, k.one, k.other, k.names, k.bids, sum(k.weight) as score,
           string_agg(case k.kind when 'phone' then '电话' when 'parent' then '法人股东' when 'shareholder' then '自然人股东' when 'address' then '地址' when 'contact' then '联系人' else '注册地址' end
                      || coalesce('（' || k.holders || '）', ''), '、' order by k.weight desc, k.kind) as shared_zh,
           string_agg(case k.kind when 'registered' then 'registered address' when 'parent' then 'corporate shareholder' when 'phone' then 'telephone' when 'contact' then 'contact person' else k.kind end
                      || coalesce(' (' || k.holders || ')', ''), ', ' order by k.weight desc, k.kind) as shared_en
    from pair_kinds k
    group by k.project_id, k.one, k.other, k.names, k.bids
), best as (
    select distinct on (project_id) * from pairs order by project_id, score desc, one, other
), told as (
    select p.*, row_number() over (partition by p.project_id order by p.score desc, p.one, p.other) as nth, count(*) over (partition by p.project_id) as pairs
    from pairs p join settings t using (project_id) where p.score >= t.least
), words as ( -- three pairs are told; the rows are those of the pairs that are told
    select project_id, string_agg(names || '共用' || shared_zh, '；' order by nth) || case when max(pairs) > 3 then '；等 ' || max(pairs) || ' 对' else '' end as pairs_zh,
           string_agg(names || ' share ' || shared_en, '; ' order by nth) || case when max(pairs) > 3 then '; ' || max(pairs) || ' pairs in all' else '' end as pairs_en
    from told where nth <= 3 group by project_id
), proof as (
    select p.project_id, array_agg(distinct key order by key) as keys
    from told p
    cross join lateral unnest(p.bids || array(select 'company:' || r.company_code from registry r where r.company_code in (p.one, p.other))) key
    where p.nth <= 3
    group by p.project_id
), known as (
    select e.project_id, count(*) as bidders, count(*) filter (where exists (select from attributes a where a.code = e.bidder_code)) as known
    from entrants e
    group by e.project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when k.bidders is null and t.tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when k.bidders is null then 'insufficient_data'
            when k.bidders < 2 then 'not_applicable'
            when k.known < 2 then 'insufficient_data'
            when b.score >= t.least then 'triggered'
            else 'not_triggered' end as state,
       round(coalesce(b.score, 0), 3) as value,
       t.least as threshold,
       coalesce(t.contract_amount, t.award_amount) as amount,
       coalesce(t.awarded_on, t.tender_notice_on) as event_on,
       'project:' || t.project_id || coalesce(f.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'pairs_zh', w.pairs_zh, 'pairs_en', w.pairs_en,
       'missing', nullif(to_jsonb(array_remove(array[
           case when k.bidders is null then 'bid.bidder_code' end,
           case when k.known < 2 then 'bid.phone' end], null)), '[]'))) as detail
from settings t
left join best b on b.project_id = t.project_id
left join words w on w.project_id = t.project_id
left join proof f on f.project_id = t.project_id
left join known k on k.project_id = t.project_id
