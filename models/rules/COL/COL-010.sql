-- id: COL-010
-- version: 1
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
-- reason_zh: {subject_name}：{bidders} 共用{shared_zh}，关联分值 {value}，疑似存在隐性关联，需核实
-- reason_en: {subject_name}: {bidders} share {shared_en} (link score {value}); suspected hidden link, to be verified

with attributes as (
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
               * least(1, t.soft_hub / a.companies)) as weight
    from linked a
    join linked b on b.project_id = a.project_id and b.kind = a.kind and b.value = a.value and b.bidder_code > a.bidder_code
    join settings t on t.project_id = a.project_id
    where a.companies <= t.hub
    group by a.project_id, a.bidder_code, b.bidder_code, a.kind, names, bids
), pairs as (
    select k.project_id, k.one, k.other, k.names, k.bids, sum(k.weight) as score, array_agg(k.kind order by k.weight desc, k.kind) as kinds
    from pair_kinds k
    group by k.project_id, k.one, k.other, k.names, k.bids
), best as (
    select distinct on (project_id) * from pairs order by project_id, score desc, one, other
), proof as (
    select p.project_id, array_agg(distinct bid order by bid) as bids
    from pairs p
    join settings t using (project_id)
    cross join unnest(p.bids) bid
    where p.score >= t.least
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
       'project:' || t.project_id || coalesce(f.bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'bidders', b.names,
           'shared_zh', (select string_agg(case k when 'phone' then '电话' when 'parent' then '法人股东' when 'shareholder' then '自然人股东' when 'address' then '地址' when 'contact' then '联系人' else '注册地址' end, '、' order by i) from unnest(b.kinds) with ordinality u(k, i)),
           'shared_en', (select string_agg(case k when 'registered' then 'registered address' when 'parent' then 'corporate shareholder' else k end, ', ' order by i) from unnest(b.kinds) with ordinality u(k, i)),
       'missing', nullif(to_jsonb(array_remove(array[
           case when k.bidders is null then 'bid.bidder_code' end,
           case when k.known < 2 then 'bid.phone' end], null)), '[]'))) as detail
from settings t
left join best b on b.project_id = t.project_id
left join proof f on f.project_id = t.project_id
left join known k on k.project_id = t.project_id
