-- id: COL-016
-- version: 1
-- title_zh: 竞争性采购仅一家投标
-- title_en: A competitive procedure with one bidder
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 2
-- basis_zh: 《政府采购法》第三十六条、第三十八条；指标参考 Cardinal R018
-- basis_en: Government Procurement Law arts. 36, 38; after the indicator Cardinal R018
-- basis_checked: no
-- requires: project.tender_method, bid.bidder_code
-- param: bidders = 1 bidders | zh 投标人不多于此数 | en at most this many bidders
-- reason_zh: {subject_name}（{method}）：仅 {value} 家投标即成交，疑似缺乏竞争，需核实
-- reason_en: {subject_name} ({method}): awarded with {value} bidder; suspected lack of competition, to be verified

with counts as (
    select project_id, count(distinct bidder_code) as bidders, array_agg('bid:' || bid_id order by bid_id) as bids
    from bid
    where status is distinct from '撤回'
    group by project_id
), p as (
    select p.*, c.bidders, c.bids, rule.param('COL-016', 'bidders', p.region_code, coalesce(p.awarded_on, p.contract_signed_on)) as most
    from project p
    join scope s on s.subject_code = p.project_id
    left join counts c on c.project_id = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when awarded_on is null and award_amount is null and supplier_code is null then 'not_applicable'
            when project_name ~ '二次|重新招标|重招|再次' then 'not_applicable'
            when bidders is null then 'insufficient_data'
            when bidders <= most then 'triggered'
            else 'not_triggered' end as state,
       bidders::numeric as value,
       most as threshold,
       coalesce(contract_amount, award_amount) as amount,
       coalesce(awarded_on, contract_signed_on) as event_on,
       'project:' || project_id || coalesce(bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'method', tender_method, 'supplier', supplier_name,
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when bidders is null then 'bid.bidder_code' end], null)), '[]'))) as detail
from p
