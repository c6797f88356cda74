-- id: COL-015
-- version: 1
-- title_zh: 其余投标全部被否
-- title_en: Every other bid was rejected
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: analytic
-- severity: 2
-- basis_zh: 《招标投标法实施条例》第三十二条、第五十一条（佐证）；指标参考 Cardinal R035
-- basis_en: Tendering Law Implementing Regulations arts. 32, 51, as supporting evidence; after the indicator Cardinal R035
-- basis_checked: no
-- requires: bid.status, project.supplier_code
-- param: rejected = 2 bids | zh 被否决的最少家数 | en fewest rejected bids
-- param: min_lots = 12 lots | zh 同类项目最少个数 | en fewest lots of the kind for comparison
-- rescore: all
-- reason_zh: {subject_name}：除中标人 {supplier} 外其余 {value} 家投标全部被否决（同类项目平均否决率 {usual}%），疑似排斥竞争，需核实
-- reason_en: {subject_name}: all {value} bids but that of the winner, {supplier}, were rejected (usual rate for the kind {usual} %); suspected exclusion of rivals, to be verified

with counts as (
    select project_id, count(distinct bidder_code) filter (where status = '有效') as valid, count(distinct bidder_code) filter (where status = '否决') as rejected,
           max(bidder_code) filter (where status = '有效') as survivor, count(*) filter (where status is null) as unknown,
           array_agg('bid:' || bid_id order by bid_id) as bids, string_agg(distinct rejection_reason, '；') as reasons
    from bid
    group by project_id
), kinds as (
    select coalesce(p.project_kind, '') as kind, count(*) as lots, sum(c.rejected)::numeric / nullif(sum(c.rejected + c.valid), 0) as rate
    from counts c
    join project p using (project_id)
    where c.valid + c.rejected >= 2
    group by 1
), settings as (
    select p.*, c.valid, c.rejected, c.survivor, c.unknown, c.bids, c.reasons, k.rate, coalesce(k.lots, 0) as lots,
           rule.param('COL-015', 'rejected', p.region_code, p.awarded_on) as least, rule.param('COL-015', 'min_lots', p.region_code, p.awarded_on) as min_lots
    from project p
    join scope s on s.subject_code = p.project_id
    left join counts c on c.project_id = p.project_id
    left join kinds k on k.kind = coalesce(p.project_kind, '')
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when bids is null and tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when bids is null or unknown > 0 then 'insufficient_data'
            when valid + rejected < 2 then 'not_applicable'
            when valid <> 1 or rejected < least then 'not_triggered'
            when supplier_code is null or lots < min_lots then 'insufficient_data'
            -- where rejections are common this outcome says nothing
            when survivor = supplier_code and power(rate, rejected) <= 0.1 then 'triggered'
            else 'not_triggered' end as state,
       rejected::numeric as value,
       least as threshold,
       coalesce(contract_amount, award_amount) as amount,
       coalesce(awarded_on, tender_notice_on) as event_on,
       'project:' || project_id || coalesce(bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'supplier', supplier_name, 'usual', round(100 * rate, 1), 'reasons', reasons,
       'missing', nullif(to_jsonb(array_remove(array[
           case when bids is null then 'bid.bidder_code' end,
           case when unknown > 0 or lots < min_lots then 'bid.status' end,
           case when supplier_code is null then 'project.supplier_code' end], null)), '[]'))) as detail
from settings
