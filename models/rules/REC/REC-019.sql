-- id: REC-019
-- version: 1
-- title_zh: 在私人会所接待
-- title_en: Reception in a private club
-- stream: reception
-- scheme: reception.standard
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：不得使用私人会所、高消费餐饮场所
-- basis_en: Rules on Domestic Official Reception (2013): private clubs and luxury restaurants may not be used
-- basis_checked: no
-- requires: reception.venue_type
-- param: banned = 1 yes | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "10?" | zh 是否禁止私人会所（1 是） | en whether private clubs are banned (1 yes)
-- reason_zh: 接待单 {item}（{event_on}）用餐地点 {venue} 登记为私人会所，报销 {amount} 元，疑似在私人会所接待，需核实
-- reason_en: Reception {item} on {event_on} took place at {venue}, recorded as a private club; {amount} yuan claimed; suspected use of a private club; to be verified

select r.org_code as subject_code, r.reception_id as item_key,
       case when (l.p ->> 'banned')::numeric is distinct from 1 then 'not_applicable'
            when r.venue_type is null then 'insufficient_data'
            when r.venue_type = '私人会所' then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, null::numeric as threshold, r.total_amount as amount, r.reception_date as event_on,
       array['reception:' || r.reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', r.org_name, 'venue', coalesce(r.venue_name, '未填写'), 'guest_org_name', r.guest_org_name,
           'missing', case when r.venue_type is null then jsonb_build_array('reception.venue_type') end)) as detail
from reception r
join scope s on s.subject_code = r.org_code
    left join rule.limits('REC-019', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
