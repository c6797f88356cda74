-- id: SUB-001
-- version: 3
-- title_zh: 同一项目多头申报
-- title_en: One project filed with several departments
-- stream: subsidy
-- scheme: subsidy.duplicate
-- subject: company
-- kind: analytic
-- severity: 4
-- basis_zh: 《财政违法行为处罚处分条例》第十四条第（一）项
-- basis_en: Regulations on Penalties for Fiscal Offences art. 14(1)
-- basis_checked: yes
-- requires: subsidy.applicant_code
-- param: similarity = 0.8 share | zh 项目内容相似度下限（双字 Dice 系数） | en least similarity of the project texts (Dice coefficient of two-character shingles)
-- param: window = 730 days | zh 两次申报相隔上限 | en longest time between the two applications
-- param: shared_by = 5 applicants | zh 电话、账号、法定代表人至多由几个主体共用才算关联 | en a telephone, account or representative links at most this many applicants
-- group: subsidy: applicant_code; phone; bank_account; legal_rep
-- reason_zh: 申报 {item}（{department}）与 {other}（{other_by_zh}）项目内容相似度 {value}，疑似同一项目多头申报，需核实
-- reason_en: applications {item} ({department}) and {other} ({other_by_en}) describe the same project (similarity {value}); suspected duplicate filing, to be verified

with applications as materialized (
    select distinct on (application_id) application_id, applicant_code, applicant_name, department_name, coalesce(department_code, department_name) as department,
           region_code, applied_on, phone, bank_account, legal_rep, coalesce(nullif(btrim(project_summary), ''), nullif(btrim(project_title), '')) as content
    from subsidy
    where applicant_code not like 'p\_%' and approved_amount is distinct from 0 -- what was declined may be filed elsewhere
    order by application_id, source_id
), keys as materialized ( -- what makes two applications those of one applicant, or of linked ones
    select a.application_id, a.applicant_code, a.department, a.applied_on, a.region_code, k.kind, k.value
    from applications a
    cross join lateral (values ('code', a.applicant_code), ('phone', a.phone), ('account', a.bank_account), ('head', a.legal_rep)) k(kind, value)
    where k.value is not null
), settings as materialized (
    select region_code, rule.param('SUB-001', 'similarity', region_code, null) as least, rule.param('SUB-001', 'window', region_code, null)::integer as days,
           rule.param('SUB-001', 'shared_by', region_code, null) as shared_by
    from (select distinct region_code from subsidy) r
), narrow as ( -- a value that many applicants share links nobody, and one with hundreds of applications is no key
    select kind, value, count(distinct applicant_code) as applicants
    from keys
    group by kind, value
    having count(*) between 2 and 200 and count(distinct department) > 1
), candidates as materialized ( -- the later application is judged, the earlier one is what it repeats
    select distinct x.application_id, y.application_id as other_id, s.least
    from narrow n
    join keys x on x.kind = n.kind and x.value = n.value
    join keys y on y.kind = n.kind and y.value = n.value
    join settings s on s.region_code = x.region_code
    where n.applicants <= s.shared_by and x.department <> y.department and (y.applied_on, y.application_id) < (x.applied_on, x.application_id) and x.applied_on - y.applied_on <= s.days
), shingles as materialized (
    select t.application_id, array(select distinct substr(t.plain, i, 2) from generate_series(1, greatest(length(t.plain) - 1, 1)) i) as grams
    from (select application_id, regexp_replace(content, '[[:space:][:punct:]，。；、：（）“”《》0-9０-９]', '', 'g') as plain
          from applications
          where application_id in (select application_id from candidates union all select other_id from candidates)
          offset 0) t -- cleaned once, not once per shingle
    where t.plain <> ''
), alike as (
    select c.application_id, c.other_id, c.least,
           2.0 * cardinality(array(select unnest(x.grams) intersect select unnest(y.grams))) / (cardinality(x.grams) + cardinality(y.grams)) as similarity
    from candidates c
    join shingles x on x.application_id = c.application_id
    join shingles y on y.application_id = c.other_id
), best as (
    select distinct on (k.application_id) k.*, o.department_name as other_department, o.applicant_name as other_name
    from alike k
    join applications o on o.application_id = k.other_id
    order by k.application_id, k.similarity desc, k.other_id
), wordless as (
    select distinct c.application_id
    from candidates c
    where c.application_id not in (select application_id from shingles) or c.other_id not in (select application_id from shingles)
)
select a.applicant_code as subject_code,
       a.application_id as item_key,
       case when a.applicant_code like 'p\_%' then 'not_applicable'
            when b.similarity >= b.least then 'triggered'
            when w.application_id is not null then 'insufficient_data'
            else 'not_triggered' end as state,
       round(b.similarity, 3) as value,
       s.least as threshold,
       coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as amount,
       a.applied_on as event_on,
       'subsidy:' || a.application_id || case when b.similarity >= b.least then array['subsidy:' || b.other_id] else array[]::text[] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'amount_rows', jsonb_build_array('subsidy:' || a.application_id), 'department', a.department_name, 'title', a.project_title,
                          'other', b.other_id, 'other_by_zh', concat_ws('，', b.other_department, nullif(b.other_name, a.applicant_name)), 'other_by_en', concat_ws(', ', b.other_department, nullif(b.other_name, a.applicant_name)),
       'missing', nullif(to_jsonb(array_remove(array[
           case when w.application_id is not null then 'subsidy.project_summary' end], null)), '[]'))) as detail
from subsidy a
join scope c on c.subject_code = a.applicant_code
join settings s on s.region_code = a.region_code
left join best b on b.application_id = a.application_id
left join wordless w on w.application_id = a.application_id
