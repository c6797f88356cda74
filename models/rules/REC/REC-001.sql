-- id: REC-001
-- version: 1
-- title_zh: 陪餐人数超比例
-- title_en: More escorts at table than the guests allow
-- stream: reception
-- scheme: reception.standard
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：接待对象在10人以内的，陪餐人数不得超过3人；超过10人的，不得超过接待对象人数的三分之一
-- basis_en: Rules on Domestic Official Reception by Party and Government Organs (2013): for up to 10 guests at most 3 escorts at table;
--     for more than 10 guests at most one third of their number
-- basis_checked: no
-- requires: reception.accompany_count
-- param: small_party = 10 guests | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "10?" | zh 小团来宾人数上限 | en guests in a small party, at most
-- param: small_escorts = 3 persons | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "10?" | zh 小团陪餐人数上限 | en escorts for a small party, at most
-- param: guests_per_escort = 3 guests | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "10?" | zh 大团每名陪餐人员对应来宾数 | en guests per escort in a larger party, at least
-- param: tiny_party[4403] = 5 guests | from 2013-09-16 | source "深圳市2013年通知" | zh 地方从严：微团来宾人数上限 | en stricter local rule: guests in a tiny party, at most
-- param: tiny_escorts[4403] = 2 persons | from 2013-09-16 | source "深圳市2013年通知" | zh 地方从严：微团陪餐人数上限 | en stricter local rule: escorts for a tiny party, at most
-- unit: persons
-- reason_zh: 接待单 {item}（{event_on}）：来宾 {guests} 人、陪餐 {value} 人，疑似超过上限 {threshold} 人，需核实
-- reason_en: Reception {item} on {event_on}: {guests} guests, {value} escorts at table, suspected above the limit of {threshold}; to be verified

with judged as (
    select r.reception_id, r.org_code, r.org_name, r.guest_org_name, r.reception_date, r.guest_count, r.accompany_count, r.meal_amount,
           coalesce(r.meal_count, 1) = 0 and r.meal_amount = 0 as without_meal,
           case when r.guest_count <= (l.p ->> 'tiny_party')::numeric then (l.p ->> 'tiny_escorts')::numeric
                when r.guest_count <= (l.p ->> 'small_party')::numeric then (l.p ->> 'small_escorts')::numeric
                else floor(r.guest_count / (l.p ->> 'guests_per_escort')::numeric) end as most
    from reception r
    join scope s on s.subject_code = r.org_code
    left join rule.limits('REC-001', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
)
select org_code as subject_code, reception_id as item_key,
       case when most is null or without_meal then 'not_applicable'           -- before the rule was in force; nobody ate
            when guest_count = 0 or accompany_count is null then 'insufficient_data'
            when accompany_count > most then 'triggered'
            else 'not_triggered' end as state,
       accompany_count as value, most as threshold,
       -- At stake is what the surplus escorts ate, not the meal.
       case when guest_count > 0 and accompany_count > most and not without_meal
            then meal_amount / (guest_count + accompany_count) * (accompany_count - most) end as amount,
       reception_date as event_on,
       array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object(
           'guests', guest_count, 'guest_org_name', guest_org_name, 'subject_name', org_name,
           'missing', case when guest_count = 0 then jsonb_build_array('reception.guest_count')
                           when accompany_count is null then jsonb_build_array('reception.accompany_count') end)) as detail
from judged
