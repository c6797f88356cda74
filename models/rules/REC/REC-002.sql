-- id: REC-002
-- version: 2
-- title_zh: 无公函接待
-- title_en: Reception without an official letter
-- stream: reception
-- scheme: reception.letter
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：公务外出应当发出公函，对无公函的公务活动和来访人员一律不予接待；《党政机关厉行节约反对浪费条例》（2025 年修订）
-- basis_en: Rules on Domestic Official Reception (2013): visiting organs send an official letter; activities and visitors without one are not received;
--     Regulations on Practising Thrift (revised 2025)
-- basis_checked: no
-- requires: reception.letter_no
-- param: letter_required = 1 yes | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "7?" | zh 是否须凭公函接待（1 是，0 否） | en whether a letter is required (1 yes, 0 no)
-- param: paid_by_scan_exempt = 0 yes | from 2013-12-08 | zh 本地试点：来宾扫码自付的是否免公函（1 是） | en local pilot: guests who pay by scan need no letter (1 yes)
-- param: emergency_exempt = 1 yes | from 2013-12-08 | zh 抢险救灾等紧急公务是否除外（1 是） | en emergencies such as flood and disaster relief are excepted (1 yes)
-- rescore: all
-- reason_zh: 接待单 {item}（{event_on}，来宾：{guest_org_name}）没有公函文号，报销 {amount} 元，疑似无公函接待，需核实
-- reason_en: Reception {item} on {event_on} for {guest_org_name} carries no letter number; {amount} yuan claimed; suspected reception without a letter; to be verified

with source as (
    -- A system that never exports letter numbers says nothing about letters.
    select source_id from reception where letter_no is not null group by source_id
),
judged as (
    select r.*, (l.p ->> 'letter_required')::numeric as required,
           source.source_id is not null as source_knows,
           -- What people type where there is no letter.
           nullif(regexp_replace(translate(r.letter_no, ' 　-—/\_.', ''), '^(无|没有|无公函|无函|暂无|待补|后补|补|不详|0+)$', ''), '') is null as no_letter,
           rule.is_foreign_or_business(r.purpose, r.org_name, r.guest_org_name) as other_rules,
           rule.is_emergency(r.purpose, r.org_name, r.guest_org_name) and (l.p ->> 'emergency_exempt')::numeric = 1 as emergency,
           r.payment_method = '扫码' and (l.p ->> 'paid_by_scan_exempt')::numeric = 1 as own_pay
    from reception r
    join scope s on s.subject_code = r.org_code
    left join source on source.source_id = r.source_id
    left join rule.limits('REC-002', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
)
select org_code as subject_code, reception_id as item_key,
       case when coalesce(required, 0) = 0 or coalesce(other_rules or emergency or own_pay, false) or total_amount = 0 then 'not_applicable'
            when not no_letter then 'not_triggered'
            when not source_knows then 'insufficient_data'
            else 'triggered' end as state,
       null::numeric as value, null::numeric as threshold,
       case when no_letter then total_amount end as amount,
       reception_date as event_on,
       array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object(
           'subject_name', org_name, 'guest_org_name', coalesce(guest_org_name, '未填写'), 'purpose', purpose, 'written', letter_no,
           'missing', case when no_letter and not source_knows then jsonb_build_array('reception.letter_no') end)) as detail
from judged
