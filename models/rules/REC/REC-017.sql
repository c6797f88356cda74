-- id: REC-017
-- version: 2
-- title_zh: 列支酒水
-- title_en: Alcohol charged
-- stream: reception
-- scheme: reception.standard
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关厉行节约反对浪费条例》（2025 年 5 月 18 日修订公布）：工作餐不得提供香烟，不上酒
-- basis_en: Regulations on Practising Thrift (revised, published 18 May 2025): no cigarettes and no alcohol at working meals
-- basis_checked: no
-- requires: reception.alcohol_amount
-- param: alcohol_allowed = 1 yes | to 2025-05-18 | zh 工作餐可否有酒（此前仅禁高档酒，账面金额看不出档次） | en whether a working meal may have alcohol (before, only high-grade alcohol was banned, which an amount does not show)
-- param: alcohol_allowed = 0 yes | from 2025-05-18 | source "党政机关厉行节约反对浪费条例（2025年修订）" article "?"
-- reason_zh: 接待单 {item}（{event_on}）列支酒水 {value} 元，疑似工作餐饮酒，需核实
-- reason_en: Reception {item} on {event_on} charges {value} yuan of alcohol, suspected alcohol at a working meal; to be verified

select r.org_code as subject_code, r.reception_id as item_key,
       case when coalesce((l.p ->> 'alcohol_allowed')::numeric, 1) = 1 or rule.is_foreign_or_business(r.purpose, r.org_name, r.guest_org_name) then 'not_applicable'
            when r.alcohol_amount is null then 'insufficient_data'
            when r.alcohol_amount > 0 then 'triggered'
            else 'not_triggered' end as state,
       r.alcohol_amount as value, 0 as threshold, r.alcohol_amount as amount, r.reception_date as event_on,
       array['reception:' || r.reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', r.org_name, 'guest_org_name', r.guest_org_name, 'purpose', r.purpose,
           'missing', case when r.alcohol_amount is null then jsonb_build_array('reception.alcohol_amount') end)) as detail
from reception r
join scope s on s.subject_code = r.org_code
    left join rule.limits('REC-017', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
