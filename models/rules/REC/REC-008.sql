-- id: REC-008
-- version: 2
-- title_zh: 同城接待
-- title_en: Reception of guests from the same place
-- stream: reception
-- scheme: reception.exchange
-- subject: organisation
-- kind: deterministic
-- severity: 2
-- basis_zh: 各地“同城不接待”规定（全国层面无明文，按地方参数执行）；《机关事务管理条例》（2012）第二十八条（地方制定公务接待范围）
-- basis_en: Local bans on receiving guests of the same place (no national clause; by local parameter); Regulations on the Administration of Government
--     Offices (2012), art. 28 (scope of reception is set locally)
-- basis_checked: no
-- requires: reception.region_code
-- param: same_place_digits = 4 digits | zh 区划代码前几位相同即为同城：6 同县区，4 同市，0 不设此限 | en equal leading digits of the division code that make one place: 6 county, 4 city, 0 no such ban
-- reason_zh: 接待单 {item}（{event_on}）：来宾单位 {guest_org_name}（区划 {guest_region}）与接待单位（区划 {host_region}）{same_zh}，报销 {amount} 元，疑似同城接待，需核实
-- reason_en: Reception {item} on {event_on}: guests of {guest_org_name} (division {guest_region}, host {host_region}) {same_en}; {amount} yuan claimed; suspected same-place reception; to be verified

with register as (
    select org_code, min(region_code) as region_code from organisation group by org_code having count(distinct region_code) = 1
),
judged as (
    select r.*, coalesce(r.guest_region_code, g.region_code, case when r.guest_org_code = r.org_code then r.region_code end) as guest_region,
           (l.p ->> 'same_place_digits')::integer as digits
    from reception r
    join scope s on s.subject_code = r.org_code
    left join register g on g.org_code = r.guest_org_code
    left join rule.limits('REC-008', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
)
select org_code as subject_code, reception_id as item_key,
       case when coalesce(digits, 0) = 0 or total_amount = 0 then 'not_applicable'
            when guest_region is null then 'insufficient_data'
            when left(guest_region, digits) = left(region_code, digits) and length(guest_region) >= digits then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, digits::numeric as threshold, total_amount as amount, reception_date as event_on,
       array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object(
           'subject_name', org_name, 'guest_org_name', coalesce(guest_org_name, '未填写'), 'guest_region', guest_region, 'host_region', region_code, 'purpose', purpose,
           'same_zh', case digits when 4 then '同属一设区市（按地方规定视为同城）' when 6 then '同属一县区（按地方规定视为同城）' else '区划代码前 ' || digits || ' 位相同（按地方规定视为同城）' end,
           'same_en', case digits when 4 then 'belong to the prefecture of the host, one place by local rule' when 6 then 'belong to the county of the host, one place by local rule'
                          else 'share the first ' || digits || ' digits of the division with the host, one place by local rule' end,
           'missing', case when guest_region is null then jsonb_build_array('reception.guest_region_code') end)) as detail
from judged
