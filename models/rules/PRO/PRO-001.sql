-- id: PRO-001
-- version: 1
-- title_zh: 应招标未招标
-- title_en: Mandatory tender skipped
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法》第三条、第四十九条、第六十六条；《必须招标的工程项目规定》（发展改革委令第16号）第二条、第五条
-- basis_en: Tendering Law arts. 3, 49, 66; Provisions on Works that Must Be Tendered (NDRC Order 16, 2018) arts. 2, 5
-- basis_checked: no
-- requires: project.project_kind, project.tender_method
-- param: works = 2000000 yuan | from 2000-05-01 | source "国家计委令第3号" article "7?" | zh 施工单项合同估算价下限（旧） | en works contract that must be tendered (old)
-- param: works = 4000000 yuan | from 2018-06-01 | source "发展改革委令第16号" article "5" | zh 施工单项合同估算价下限 | en works contract that must be tendered
-- param: goods = 1000000 yuan | from 2000-05-01 | source "国家计委令第3号" article "7?" | zh 重要设备材料下限（旧） | en equipment and materials that must be tendered (old)
-- param: goods = 2000000 yuan | from 2018-06-01 | source "发展改革委令第16号" article "5" | zh 重要设备材料下限 | en equipment and materials that must be tendered
-- param: services = 500000 yuan | from 2000-05-01 | source "国家计委令第3号" article "7?" | zh 勘察设计监理下限（旧） | en survey, design and supervision that must be tendered (old)
-- param: services = 1000000 yuan | from 2018-06-01 | source "发展改革委令第16号" article "5" | zh 勘察设计监理下限 | en survey, design and supervision that must be tendered
-- reason_zh: {subject_name}：估算价 {value} 元，达到必须招标的 {threshold} 元，采购方式为{method}，疑似应招标未招标，需核实
-- reason_en: {subject_name}: estimated at {value} yuan, at or above the {threshold} yuan from which a tender is mandatory, but let by {method}; suspected missing tender, to be verified

with p as (
    select p.*,
           coalesce(p.control_price, p.contract_amount, p.award_amount) as estimate,
           coalesce(p.tender_notice_on, p.awarded_on, p.contract_signed_on, p.approved_on) as decided_on,
           case when p.project_kind in ('工程', '农田建设') then 'works'
                -- only equipment, materials and services bought for works fall under the tendering law
                when p.project_kind = '货物' and p.project_name ~ '工程.*(设备|材料|管材|钢材|水泥|电缆|机组)' then 'goods'
                when p.project_kind = '服务' and p.project_name ~ '勘察|设计|监理' then 'services' end as category,
           p.project_name ~ '抢险|救灾|应急|抢修|抗旱|防汛|以工代赈|涉密'        -- art. 66
           or (p.project_name ~ '装修|拆除|修缮|维修|维护|养护' and p.project_name !~ '新建|改建|扩建') as exempt
    from project p
    join scope s on s.subject_code = p.project_id
), judged as (
    select p.*,
           case category when 'works' then rule.param('PRO-001', 'works', region_code, decided_on)
                         when 'goods' then rule.param('PRO-001', 'goods', region_code, decided_on)
                         when 'services' then rule.param('PRO-001', 'services', region_code, decided_on) end as must_tender
    from p
    offset 0 -- one look-up per row
)
select project_id as subject_code,
       project_id as item_key,
       case when project_kind is null then 'insufficient_data'
            when category is null or exempt or tender_method in ('公开招标', '邀请招标') then 'not_applicable'
            when decided_on is null then 'insufficient_data'
            when must_tender is null then 'not_applicable'
            when coalesce(estimate, budget_amount) < must_tender then 'not_triggered' -- a contract is no larger than its project
            when estimate is null or tender_method is null then 'insufficient_data'
            else 'triggered' end as state,
       estimate as value,
       must_tender as threshold,
       coalesce(contract_amount, award_amount, estimate) as amount,
       decided_on as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'method', tender_method, 'category', category,
       'missing', nullif(to_jsonb(array_remove(array[
           case when project_kind is null then 'project.project_kind' end,
           case when decided_on is null then 'project.tender_notice_on' end,
           case when estimate is null then 'project.control_price' end,
           case when tender_method is null then 'project.tender_method' end], null)), '[]'))) as detail
from judged
