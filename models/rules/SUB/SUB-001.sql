-- id: SUB-001
-- version: 1
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
-- rescore: all
-- reason_zh: {subject_name} 的申报 {item}（{department}）与 {other}（{other_department}，{other_name}）项目内容相似度 {value}，疑似同一项目多头申报，需核实
-- reason_en: application {item} of {subject_name} ({department}) and {other} ({other_department}, {other_name}) describe the same project (similarity {value}); suspected duplicate filing, to be verified

with applications as materialized (
    select a.*, coalesce(nullif(btrim(a.project_summary), ''), nullif(btrim(a.project_title), '')) as content,
           a.approved_amount = 0 as declined
    from subsidy a
    where a.applicant_code not like 'p\_%'
), keys as ( -- what makes two applications those of one applicant, or of linked ones
    select application_id, source_id, applicant_code, 'code' as kind, applicant_code as value from applications
    union all select application_id, source_id, applicant_code, 'phone', phone from applications where phone is not null
    union all select application_id, source_id, applicant_code, 'account', bank_account from applications where bank_account is not null
    union all select application_id, source_id, applicant_code, 'head', legal_rep from applications where legal_rep is not null
), settings as materialized (
    select region_code, rule.param('SUB-001', 'similarity', region_code, null) as least, rule.param('SUB-001', 'window', region_code, null)::integer as days,
           rule.param('SUB-001', 'shared_by', region_code, null) as shared_by
    from (select distinct region_code from subsidy) r
), narrow as ( -- a value that many applicants share links nobody, and one with hundreds of applications is no key
    select kind, value
    from keys
    group by kind, value
    having count(*) between 2 and 200 and count(distinct applicant_code) <= (select max(shared_by) from settings)
), candidates as (
    select distinct x.application_id as one_id, x.source_id as one_source, y.application_id as other_id, y.source_id as other_source
    from narrow n
    join keys x on x.kind = n.kind and x.value = n.value
    join keys y on y.kind = n.kind and y.value = n.value and (y.application_id, y.source_id) <> (x.application_id, x.source_id)
), pairs as ( -- the later application is judged, the earlier one is what it repeats
    select a.application_id, a.source_id, b.application_id as other_id, b.source_id as other_source, a.content, b.content as other_content,
           b.department_name as other_department, b.applicant_name as other_name, s.least
    from candidates c
    join applications a on a.application_id = c.one_id and a.source_id = c.one_source
    join applications b on b.application_id = c.other_id and b.source_id = c.other_source
    join settings s on s.region_code = a.region_code
    where (b.applied_on, b.application_id) < (a.applied_on, a.application_id) and a.applied_on - b.applied_on <= s.days
      and coalesce(a.department_code, a.department_name) <> coalesce(b.department_code, b.department_name)
      and b.declined is not true and a.declined is not true
), texts as (
    select distinct application_id, source_id, content from pairs
    union
    select other_id, other_source, other_content from pairs
), shingles as materialized (
    select application_id, source_id, array(select distinct substr(t.plain, i, 2) from generate_series(1, greatest(length(t.plain) - 1, 1)) i) as grams
    from (select application_id, source_id, regexp_replace(content, '[[:space:][:punct:]，。；、：（）“”《》0-9０-９]', '', 'g') as plain from texts where content is not null) t
    where t.plain <> ''
), alike as (
    select p.*, 2.0 * cardinality(array(select unnest(x.grams) intersect select unnest(y.grams))) / (cardinality(x.grams) + cardinality(y.grams)) as similarity
    from pairs p
    join shingles x on x.application_id = p.application_id and x.source_id = p.source_id
    join shingles y on y.application_id = p.other_id and y.source_id = p.other_source
), best as (
    select distinct on (application_id, source_id) * from alike order by application_id, source_id, similarity desc, other_id
), wordless as (
    select distinct application_id, source_id from pairs where content is null or other_content is null
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
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'department', a.department_name, 'title', a.project_title,
                          'other', b.other_id, 'other_department', b.other_department, 'other_name', b.other_name,
       'missing', nullif(to_jsonb(array_remove(array[
           case when w.application_id is not null then 'subsidy.project_summary' end], null)), '[]'))) as detail
from subsidy a
join scope c on c.subject_code = a.applicant_code
join settings s on s.region_code = a.region_code
left join best b on b.application_id = a.application_id and b.source_id = a.source_id
left join wordless w on w.application_id = a.application_id and w.source_id = a.source_id
