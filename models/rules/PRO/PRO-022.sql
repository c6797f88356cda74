-- id: PRO-022
-- version: 3
-- title_zh: 应回避未回避
-- title_en: Kin of the owner's staff behind the supplier
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: analytic
-- severity: 4
-- basis_zh: 《政府采购法实施条例》第九条；《招标投标法》第三十七条
-- basis_en: Government Procurement Law Implementing Regulations art. 9; Tendering Law art. 37
-- basis_checked: yes
-- requires: project.owner_code, project.supplier_code, personnel.org_code
-- param: namesakes = 3 persons | zh 姓名标识在登记信息中出现超过此数时视为同名不同人 | en a name that heads or holds more companies than this is taken for namesakes
-- rescore: all
-- reason_zh: {subject_name}：中标人 {supplier} 的{role_zh}与建设单位 {owner} {tie_zh}标识相同，疑似应回避未回避，需核实身份
-- reason_en: {subject_name}: the {role_en} of {supplier} has the same identity mark as {tie_en} of {owner}; suspected lack of recusal; identity to be verified

with holders as (
    select company_code, legal_rep as person, 'legal_rep' as role from company where legal_rep is not null
    union
    select company_code, holder, 'shareholder' from company cross join unnest(shareholders) holder
    union
    select supplier_code, supplier_code, 'supplier' from project where supplier_code like 'p\_%' -- a person who won without a firm
), known_persons as (
    select person, count(distinct company_code) as companies from holders group by person
), insiders as (
    select org_code, person_id as staff, person_id as person, 'self' as tie from personnel
    union
    select org_code, person_id as staff, person_name, 'self' from personnel where person_name is not null
    union
    select org_code, person_id as staff, relative, 'relative' from personnel cross join unnest(relatives) relative
), ties as ( -- a person of the owner who is, or whose relative is, behind a company
    select distinct i.org_code, i.staff, h.company_code, h.role, i.tie, k.companies
    from insiders i
    join holders h on h.person = i.person
    join known_persons k on k.person = i.person
), settings as (
    select p.*, rule.param('PRO-022', 'namesakes', p.region_code, p.awarded_on) as namesakes
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), best as (
    select distinct on (t.project_id) t.project_id, x.role, x.tie, x.staff
    from settings t
    join ties x on x.org_code = t.owner_code and x.company_code = t.supplier_code
    where x.companies <= t.namesakes
    order by t.project_id, x.role, x.tie desc, x.staff -- the person before the relative
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when t.supplier_code is null and t.awarded_on is null then 'not_applicable'
            when t.owner_code is null or t.supplier_code is null then 'insufficient_data'
            when t.owner_code not in (select org_code from personnel) or t.supplier_code not in (select company_code from holders) then 'insufficient_data'
            when b.project_id is not null then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, -- the marks are the same or they are not: nothing is measured
       null::numeric as threshold,
       coalesce(t.contract_amount, t.award_amount) as amount,
       coalesce(t.awarded_on, t.contract_signed_on) as event_on,
       array['project:' || t.project_id] || array_remove(array[case when b.role <> 'supplier' then 'company:' || t.supplier_code end, 'personnel:' || b.staff || '|' || t.owner_code], null) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'supplier', case when t.supplier_code like 'p\_%' then t.supplier_code else t.supplier_name end, 'owner', t.owner_name, 'tie', b.tie,
           'tie_zh', case b.tie when 'self' then '工作人员' else '工作人员的亲属' end, 'tie_en', case b.tie when 'self' then 'a member of staff' else 'a relative of a member of staff' end,
           'role_zh', case b.role when 'legal_rep' then '法定代表人' when 'shareholder' then '股东' when 'supplier' then '本人身份' end,
           'role_en', case b.role when 'legal_rep' then 'legal representative' when 'shareholder' then 'shareholder' when 'supplier' then 'person' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when t.owner_code is null then 'project.owner_code' end,
           case when t.supplier_code is null then 'project.supplier_code' end,
           case when t.owner_code not in (select org_code from personnel) then 'personnel.org_code' end,
           case when t.supplier_code not in (select company_code from holders) then 'company.legal_rep' end], null)), '[]'))) as detail
from settings t
left join best b on b.project_id = t.project_id
