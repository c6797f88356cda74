-- id: COL-018
-- version: 2
-- title_zh: 逾期递交仍中标
-- title_en: A late bid won
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法》第二十八条；《招标投标法实施条例》第三十六条
-- basis_en: Tendering Law art. 28; Implementing Regulations art. 36
-- basis_checked: yes
-- requires: project.bid_deadline, bid.submitted_at, project.supplier_code
-- param: tolerance = 5 minutes | zh 时钟误差容许 | en allowance for clocks
-- reason_zh: {subject_name}：中标人 {supplier} 的投标文件于截止（{deadline}）后 {value} 分钟递交，疑似逾期仍被接收，需核实
-- reason_en: {subject_name}: the bid of the winner, {supplier}, came {value} minutes after the deadline ({deadline}); suspected late bid, to be verified

with winning as (
    select distinct on (b.project_id) b.project_id, b.bid_id, b.submitted_at
    from bid b
    join project p on p.project_id = b.project_id and p.supplier_code = b.bidder_code
    order by b.project_id, b.submitted_at, b.bid_id
), p as (
    -- A day without an hour is stored as its midnight: a deadline may then be as late as the day's end, and so may the submission.
    select p.*, w.bid_id, w.submitted_at, extract(epoch from w.submitted_at - p.bid_deadline - d.open) / 60 as late,
           extract(epoch from w.submitted_at + n.open - p.bid_deadline) / 60 as at_most, d.open > '0' as is_day,
           rule.param('COL-018', 'tolerance', p.region_code, p.tender_notice_on) as tolerance
    from project p
    join scope s on s.subject_code = p.project_id
    left join winning w on w.project_id = p.project_id
    cross join lateral (select case (p.bid_deadline at time zone 'Asia/Shanghai')::time when '00:00' then interval '24 hours' else '0' end as open) d
    cross join lateral (select case (w.submitted_at at time zone 'Asia/Shanghai')::time when '00:00' then interval '24 hours' else '0' end as open) n
    offset 0
)
select project_id as subject_code,
       project_id as item_key,
       case when tender_method in ('直接发包', '单一来源') or (supplier_code is null and awarded_on is null) then 'not_applicable'
            when late is null then 'insufficient_data'
            when late > tolerance then 'triggered'
            when at_most > tolerance then 'insufficient_data' -- only the hours could tell
            else 'not_triggered' end as state,
       case when late > tolerance or at_most <= tolerance then round(late::numeric, 1) end as value,
       tolerance as threshold,
       coalesce(contract_amount, award_amount) as amount,
       (submitted_at at time zone 'Asia/Shanghai')::date as event_on,
       'project:' || project_id || case when bid_id is null then array[]::text[] else array['bid:' || bid_id] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'supplier', supplier_name, 'deadline', to_char(bid_deadline at time zone 'Asia/Shanghai', case when is_day then 'YYYY-MM-DD "24:00"' else 'YYYY-MM-DD HH24:MI' end),
       'missing', nullif(to_jsonb(array_remove(array[
           case when bid_deadline is null or late <= tolerance and at_most > tolerance and is_day then 'project.bid_deadline' end,
           case when submitted_at is null or late <= tolerance and at_most > tolerance and not is_day then 'bid.submitted_at' end], null)), '[]'))) as detail
from p
