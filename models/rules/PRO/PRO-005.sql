-- id: PRO-005
-- version: 2
-- title_zh: 等标期不足二十日
-- title_en: Less than 20 days to prepare a bid
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 3
-- basis_zh: 《招标投标法》第二十四条；《政府采购法》第三十五条
-- basis_en: Tendering Law art. 24; Government Procurement Law art. 35
-- basis_checked: yes
-- requires: project.tender_method, project.tender_notice_on, project.bid_deadline
-- param: days = 20 days | from 2000-01-01 | source "招标投标法" article "24" | zh 自招标文件发出至投标截止的最短日数 | en fewest days from issue of the documents to the deadline
-- param: mandatory_works = 4000000 yuan | from 2018-06-01 | source "发展改革委令第16号" article "5" | zh 依法必须招标的工程限额 | en works that must be tendered by law
-- param: mandatory_works = 2000000 yuan | from 2000-05-01 | source "国家计委令第3号" article "7?" | zh 依法必须招标的工程限额（旧） | en works that must be tendered by law (old)
-- figure: project.notice_days
-- reason_zh: {subject_name}：公告日至投标截止仅 {value} 日，疑似少于法定 {threshold} 日，需核实
-- reason_en: {subject_name}: {value} days from the notice to the bid deadline, suspected to be fewer than the {threshold} required; to be verified

with p as (
    select p.*, (p.bid_deadline at time zone 'Asia/Shanghai')::date - p.tender_notice_on as days,
           coalesce(p.control_price, p.award_amount, p.contract_amount, p.budget_amount) as estimate,
           rule.param('PRO-005', 'days', p.region_code, p.tender_notice_on) as least_days,
           rule.param('PRO-005', 'mandatory_works', p.region_code, p.tender_notice_on) as must_tender
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method is null then 'insufficient_data'
            when tender_method not in ('公开招标', '邀请招标') then 'not_applicable'
            when tender_notice_on is null or bid_deadline is null then 'insufficient_data'
            when least_days is null then 'not_applicable' -- abroad
            when days >= least_days then 'not_triggered'
            -- art. 24 binds works that must be tendered; goods and services by tender always have 20 days (procurement law art. 35)
            when project_kind is null then 'insufficient_data'
            when project_kind in ('工程', '农田建设') and estimate is null then 'insufficient_data'
            when project_kind in ('工程', '农田建设') and estimate < must_tender then 'not_applicable'
            else 'triggered' end as state,
       days::numeric as value,
       least_days as threshold,
       coalesce(award_amount, contract_amount, control_price) as amount,
       tender_notice_on as event_on,
       array['project:' || project_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'notice', tender_notice_on,
                          'deadline', replace(to_char(bid_deadline at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), ' 00:00', ''), -- midnight: only the day is known
       'missing', nullif(to_jsonb(array_remove(array[
           case when tender_method is null then 'project.tender_method' end,
           case when tender_notice_on is null then 'project.tender_notice_on' end,
           case when bid_deadline is null then 'project.bid_deadline' end,
           case when project_kind is null then 'project.project_kind' end,
           case when estimate is null then 'project.control_price' end], null)), '[]'))) as detail
from p
