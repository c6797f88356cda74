-- id: PRO-008
-- version: 1
-- title_zh: 投标人不足三家仍定标
-- title_en: Awarded with fewer than three bidders
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 3
-- basis_zh: 《招标投标法》第二十八条；《招标投标法实施条例》第十九条、第四十四条；《政府采购法》第三十六条
-- basis_en: Tendering Law art. 28; Implementing Regulations arts. 19, 44; Government Procurement Law art. 36
-- basis_checked: yes
-- requires: project.tender_method, bid.bidder_code
-- param: bidders = 3 bidders | from 2000-01-01 | source "招标投标法" article "28" | zh 开标所需的最少投标人数 | en fewest bidders for the bids to be opened
-- figure: project.bidders
-- reason_zh: {subject_name}：{counted_zh}仅 {value} 家，疑似不足 {threshold} 家仍确定中标人，需核实
-- reason_en: {subject_name}: only {value} bidders ({counted_en}), suspected award with fewer than {threshold}; to be verified

with counts as (
    select project_id,
           count(distinct bidder_code) filter (where status is distinct from '撤回') as submitted,
           count(distinct bidder_code) filter (where status = '有效') as valid,
           count(*) filter (where status is null) as unknown,
           array_agg('bid:' || bid_id order by bid_id) as bids
    from bid
    group by project_id
), p as (
    select p.*, c.bids, c.unknown,
           coalesce(p.awarded_on, p.contract_signed_on) as decided_on,
           p.project_kind in ('货物', '服务') as procurement,
           -- works count the bids handed in, procurement the bids that met the terms
           case when p.project_kind in ('货物', '服务') then c.valid else c.submitted end as bidders,
           rule.param('PRO-008', 'bidders', p.region_code, coalesce(p.awarded_on, p.contract_signed_on)) as least
    from project p
    join scope s on s.subject_code = p.project_id
    left join counts c on c.project_id = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method not in ('公开招标', '邀请招标') then 'not_applicable'
            when decided_on is null and award_amount is null and supplier_code is null then 'not_applicable'
            when project_name ~ '二次|重新招标|重招|再次' then 'not_applicable'
            when bids is null or project_kind is null or (procurement and unknown > 0) then 'insufficient_data'
            when bidders < least then 'triggered'
            else 'not_triggered' end as state,
       bidders::numeric as value,
       least as threshold,
       coalesce(award_amount, contract_amount) as amount,
       decided_on as event_on,
       array['project:' || project_id] || bids as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name,
                          'counted_zh', case when procurement then '实质响应的供应商' else '递交投标文件的投标人' end,
                          'counted_en', case when procurement then 'responsive bids' else 'bids handed in' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when bids is null then 'bid.bidder_code' end,
           case when project_kind is null then 'project.project_kind' end,
           case when procurement and unknown > 0 then 'bid.status' end], null)), '[]'))) as detail
from p
