-- id: SUB-015
-- version: 2
-- title_zh: 受限主体获得奖补
-- title_en: A listed party was granted a subsidy
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: deterministic
-- severity: 3
-- basis_zh: 《企业信息公示暂行条例》第十七条、第十八条；各地失信联合惩戒对财政资金的限制
-- basis_en: Interim Regulations on Enterprise Information Disclosure arts. 17, 18; local limits on public money for listed parties
-- basis_checked: no
-- requires: watchlist.subject_code
-- param: grace = 0 days | zh 列入后的宽限日数 | en days of grace after listing
-- reason_zh: {subject_name} {step_zh}（{on}）时列入「{list}」已 {value} 日（{listed} 起），涉及 {amount} 元，疑似受限主体获得奖补，需核实
-- reason_en: {subject_name} had been on the list "{list}" for {value} days (since {listed}) at its {step_en} on {on}, {amount} yuan; suspected barred recipient, to be verified

with listed as ( -- on a list at application or approval; a listing after approval is no fault of the approval
    select a.application_id, a.source_id, g.grace, w.list_name, w.listed_on, w.until, v.step, v.on_day,
           row_number() over (partition by a.application_id, a.source_id order by v.step desc, w.listed_on, w.list_name) as rank
    from watchlist w
    join subsidy a on a.applicant_code = w.subject_code
    cross join lateral (values ('approved', a.approved_on), ('applied', a.applied_on), ('paid', case when a.approved_on is null then a.disbursed_on end)) v(step, on_day)
    cross join lateral (select rule.param('SUB-015', 'grace', a.region_code, w.listed_on) as grace) g
    where w.listed_on + g.grace::integer <= v.on_day and coalesce(w.until, date 'infinity') >= v.on_day
)
select a.applicant_code as subject_code,
       a.application_id as item_key,
       case when not exists (select from watchlist) then 'insufficient_data'
            when a.approved_amount = 0 then 'not_applicable' -- refused, as it should be
            when l.application_id is not null then 'triggered'
            else 'not_triggered' end as state,
       (l.on_day - l.listed_on)::numeric as value, -- days on the list
       l.grace as threshold,
       coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as amount,
       coalesce(l.on_day, a.applied_on) as event_on,
       'subsidy:' || a.application_id || case when l.application_id is null then array[]::text[]
           else array['watchlist:' || a.applicant_code || '|' || l.list_name || '|' || l.listed_on] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'programme', a.programme_name, 'list', l.list_name, 'listed', l.listed_on, 'until', l.until, 'on', l.on_day,
           'step_zh', case l.step when 'applied' then '申报' when 'approved' then '获批' else '领款' end,
           'step_en', case l.step when 'applied' then 'application' when 'approved' then 'approval' else 'payment' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when not exists (select from watchlist) then 'watchlist.subject_code' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.applicant_code
left join listed l on l.application_id = a.application_id and l.source_id = a.source_id and l.rank = 1
