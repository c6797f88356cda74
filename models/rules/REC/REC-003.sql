-- id: REC-003
-- version: 1
-- title_zh: 一函多餐
-- title_en: Several meals on one letter
-- stream: reception
-- scheme: reception.letter
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：确因工作需要，接待单位可以安排工作餐一次；部分地方要求一事一函一县一餐
-- basis_en: Rules on Domestic Official Reception (2013): the host may provide one working meal; some places allow one meal per matter, letter and county
-- basis_checked: no
-- requires: reception.letter_no
-- param: meals_per_letter = 1 meals | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "10?" | zh 每函由接待单位安排的用餐次数上限 | en meals the host may provide per letter, at most
-- param: count_by_county = 0 yes | from 2013-12-08 | zh 是否按县合并计算各接待单位（1 是） | en count the meals of all hosts of a county together (1 yes)
-- param: count_by_county[4313] = 1 yes | from 2025-09-16 | source "娄底市公务接待一事一函一县一餐要求"
-- group: reception: region_code || '|' || translate(letter_no, ' 　〔〕[]（）()【】', '')
-- unit: meals
-- reason_zh: 公函 {letter_no}（来宾：{guest_org_name}）列支用餐 {value} 次，疑似超过 {threshold} 次，超出部分约 {amount} 元，需核实
-- reason_en: Letter {letter_no} of {guest_org_name}: {value} meals charged, suspected above {threshold}; about {amount} yuan beyond; to be verified

with meal as (
    select r.org_code, r.org_name, r.region_code, r.reception_id, r.reception_date, r.meal_amount, r.letter_no,
           -- Brackets and spaces are typed in many ways; the same number from two issuers is two letters.
           translate(r.letter_no, ' 　〔〕[]（）()【】', '') || '|' || coalesce(r.guest_org_code, r.guest_org_name, '') as letter,
           r.guest_org_name, greatest(coalesce(r.meal_count, 1), 1) as meals,
           (l.p ->> 'meals_per_letter')::numeric as most, (l.p ->> 'count_by_county')::numeric = 1 as by_county
    from reception r
    left join rule.limits('REC-003', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
    where r.meal_amount > 0
      and r.letter_no is not null and r.letter_no !~ '^[ 　]*(无|没有|无公函|无函|暂无|待补|后补|不详|0*|[-—/]*)[ 　]*$'
      and (r.org_code in (select subject_code from scope) or (l.p ->> 'count_by_county')::numeric = 1)
),
county as (
    select region_code, letter, sum(meals) as meals from meal where by_county group by region_code, letter
),
letter as (
    select m.org_code, m.letter, min(m.org_name) as org_name, min(m.letter_no) as letter_no, min(m.guest_org_name) as guest_org_name,
           min(m.most) as most, coalesce(max(c.meals), sum(m.meals)) as meals, sum(m.meal_amount) as paid,
           max(m.reception_date) as last_on, array_agg('reception:' || m.reception_id order by m.reception_date, m.reception_id) as evidence
    from meal m
    left join county c on m.by_county and c.region_code = m.region_code and c.letter = m.letter
    group by m.org_code, m.letter
)
select l.org_code as subject_code, l.letter as item_key,
       case when most is null then 'not_applicable' when meals > most then 'triggered' else 'not_triggered' end as state,
       meals as value, most as threshold,
       case when meals > most then paid * (meals - most) / meals end as amount,
       last_on as event_on, evidence[1:50] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'letter_no', letter_no, 'guest_org_name', coalesce(guest_org_name, '未填写'))) as detail
from letter l
join scope s on s.subject_code = l.org_code
union all
select r.org_code, 'no-letter', 'insufficient_data', null, null, null, null, null,
       jsonb_build_object('missing', jsonb_build_array('reception.letter_no'))
from reception r
join scope s on s.subject_code = r.org_code
where r.letter_no is null and r.meal_amount > 0
group by r.org_code
