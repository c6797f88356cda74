-- id: ENG-010
-- version: 1
-- title_zh: 低价中标高价结算
-- title_en: Low award, high settlement
-- stream: project
-- scheme: project.execution
-- subject: project
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号，无法定数值；参见《招标投标法》第三十三条、第四十六条
-- basis_en: An analytic signal without a legal number; see Tendering Law arts. 33, 46
-- basis_checked: no
-- requires: project.control_price, project.award_amount
-- param: growth = 0.1 share | zh 结算超合同价比例 | en growth of the settlement over the contract
-- param: top = 0.9 quantile | zh 中标下浮率的同类分位 | en quantile of the award discount among its kind
-- param: min_peers = 12 projects | zh 同类项目最少个数 | en fewest projects of the kind
-- rescore: all
-- reason_zh: {subject_name}：中标下浮 {discount}%（同类前一成为 {limit}%），结算却比合同高 {growth}%，疑似低价中标高价结算，需核实
-- reason_en: {subject_name}: awarded {discount} % below the control price (the top tenth of its kind starts at {limit} %) yet settled {growth} % above the contract; suspected low bid with a high settlement, to be verified

with p as materialized (
    select p.*, coalesce(p.project_kind, '') as kind, coalesce(p.settlement_audited, p.settlement_submitted) as settlement,
           1 - p.award_amount / nullif(p.control_price, 0) as discount,
           coalesce(p.settlement_audited, p.settlement_submitted) / nullif(coalesce(p.contract_amount, p.award_amount), 0) - 1 as growth
    from project p
), tops as materialized (
    select region_code, rule.param('ENG-010', 'top', region_code, null) as top, rule.param('ENG-010', 'growth', region_code, null) as least_growth,
           rule.param('ENG-010', 'min_peers', region_code, null) as min_peers
    from (select distinct region_code from project) r
), kinds as (
    select kind, count(*) as peers, array_agg(discount order by discount) as discounts
    from p
    where discount is not null
    group by kind
), judged as (
    select p.*, k.peers, t.least_growth, t.min_peers, k.discounts[ceil(t.top * k.peers)::integer] as limit_discount
    from p
    join scope s on s.subject_code = p.project_id
    join tops t on t.region_code = p.region_code
    left join kinds k on k.kind = p.kind
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when discount is null or growth is null then 'insufficient_data'
            when growth < least_growth then 'not_triggered'
            when peers < min_peers then 'insufficient_data'
            when discount >= limit_discount and discount > 0 then 'triggered'
            else 'not_triggered' end as state,
       round(growth, 4) as value,
       least_growth as threshold,
       case when growth > 0 then settlement - coalesce(contract_amount, award_amount) end as amount,
       coalesce(accepted_on, completed_on, contract_signed_on) as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'discount', round(100 * discount, 1), 'limit', round(100 * limit_discount, 1), 'growth', round(100 * growth, 1), 'peers', peers,
       'missing', nullif(to_jsonb(array_remove(array[
           case when discount is null then 'project.control_price' end,
           case when growth is null then 'project.settlement_audited' end,
           case when peers < min_peers then 'project.award_amount' end], null)), '[]'))) as detail
from judged
