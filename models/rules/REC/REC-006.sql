-- id: REC-006
-- version: 1
-- title_zh: 人均餐费超标准
-- title_en: Meal cost per head above the standard
-- stream: reception
-- scheme: reception.standard
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《机关事务管理条例》（2012）第二十八条（县级以上地方人民政府制定本级公务接待的范围和标准）、第三十二条第一项；《党政机关国内公务接待管理规定》（2013）接待开支标准条款；各地接待标准
-- basis_en: Regulations on the Administration of Government Offices (2012), arts 28 and 32(1): local governments set scope and standards of reception;
--     Rules on Domestic Official Reception (2013), standards; the local standards
-- basis_checked: no
-- requires: reception.meal_amount, reception.accompany_count
-- param: tolerance = 0 yuan per head | zh 容差（元/人），默认无 | en tolerance in yuan per head, none by default
-- unit: yuan
-- reason_zh: 接待单 {item}（{event_on}）：{people} 人用餐 {meals} 次，人均 {value} 元，疑似超过标准 {threshold} 元，超出 {amount} 元，需核实
-- reason_en: Reception {item} on {event_on}: {people} people, {meals} meals, {value} yuan a head, suspected above the standard of {threshold}; {amount} yuan beyond; to be verified

with meal as (
    select r.*, r.guest_count + r.accompany_count as people, greatest(coalesce(r.meal_count, 1), 1) as meals
    from reception r
    join scope s on s.subject_code = r.org_code
),
place as (
    select distinct region_code, org_level, meal_type, reception_date from meal
),
standard as (
    -- The nearest region speaks first, then the exact level and meal, then the newest. Where the claim leaves level or meal open
    -- and the standard tells them apart, the highest counts: in doubt for the host.
    select p.*, st.per_head
    from place p
    cross join lateral (
        select t.per_head
        from reception_standard t
        where starts_with(p.region_code, regexp_replace(t.region_code, '(00)+$', ''))
          and (t.org_level is null or p.org_level is null or t.org_level = p.org_level)
          and (t.meal_type is null or p.meal_type is null or t.meal_type = p.meal_type)
          and t.valid_from <= p.reception_date and (t.valid_to is null or t.valid_to > p.reception_date)
        order by length(regexp_replace(t.region_code, '(00)+$', '')) desc,
                 t.org_level is not distinct from p.org_level desc, t.meal_type is not distinct from p.meal_type desc,
                 t.valid_from desc, t.per_head desc
        limit 1) st
),
judged as (
    select m.*, coalesce(st.per_head, m.standard_per_head) as per_head, st.per_head is not null as by_table,
           (select rule.param('REC-006', 'tolerance', null, null)) as tolerance
    from meal m
    left join standard st on st.region_code = m.region_code and st.org_level is not distinct from m.org_level
        and st.meal_type is not distinct from m.meal_type and st.reception_date = m.reception_date
),
state as (
    select j.*,
           case when meal_amount = 0 then 'not_applicable'
                when per_head is null or guest_count = 0 and coalesce(accompany_count, 0) = 0 then 'insufficient_data'
                -- Without the escorts' number: within the standard for the guests alone is within it for more people too.
                when accompany_count is null and meal_amount <= guest_count * meals * (per_head + tolerance) then 'not_triggered'
                when accompany_count is null then 'insufficient_data'
                when meal_amount > people * meals * (per_head + tolerance) then 'triggered'
                else 'not_triggered' end as state
    from judged j
)
select org_code as subject_code, reception_id as item_key, state,
       round(meal_amount / nullif(people * meals, 0), 2) as value, per_head as threshold,
       case when state = 'triggered' then meal_amount - people * meals * per_head end as amount,
       reception_date as event_on,
       array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object(
           'subject_name', org_name, 'people', people, 'meals', meals, 'standard_from', case when by_table then 'reception_standard' else 'reception' end,
           'missing', case when state = 'insufficient_data' then to_jsonb(array_remove(array[
               case when per_head is null then 'reception_standard.per_head' end, case when per_head is null then 'reception.standard_per_head' end,
               case when accompany_count is null then 'reception.accompany_count' end, case when guest_count = 0 then 'reception.guest_count' end], null)) end)) as detail
from state
