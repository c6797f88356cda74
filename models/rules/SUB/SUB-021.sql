-- id: SUB-021
-- version: 2
-- title_zh: 申报主体查无登记
-- title_en: Applicant not in the registry
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: deterministic
-- severity: 4
-- basis_zh: 《财政违法行为处罚处分条例》第十四条第（一）项；GB 32100-2015 统一社会信用代码编码规则
-- basis_en: Regulations on Penalties for Fiscal Offences art. 14(1); GB 32100-2015
-- basis_checked: no
-- requires: company.company_code
-- param: coverage = 0.9 share | zh 登记信息对申报主体的覆盖率下限 | en least share of applicants found in the registry
-- param: likeness = 0.34 share | zh 名称相似度低于此数视为不符 | en names less alike than this do not agree
-- rescore: all
-- reason_zh: {subject_name}（申报 {item}，{amount} 元）：{what_zh}，疑似虚构主体或代码错误，需核实
-- reason_en: {subject_name} (application {item}, {amount} yuan): {what_en}; suspected fictitious party or wrong code, to be verified

with registry as (
    select distinct on (company_code) company_code, company_name from company order by company_code, source_id
), applications as materialized (
    select a.*, a.applicant_code like 'p\_%' as coded_as_person,
           a.applicant_name ~ '公司|厂|集团|企业|商行|经营部|合作社|中心|农场|店$' as named_as_firm,
           r.company_code as found, r.company_name
    from subsidy a
    left join registry r on r.company_code = a.applicant_code
), coverage as (
    select left(region_code, 4) as city, count(distinct found)::numeric / nullif(count(distinct applicant_code) filter (where not coded_as_person and substr(applicant_code, 1, 1) = '9'), 0) as share
    from applications
    group by 1
), words as ( -- only names that differ are compared
    select a.application_id, a.source_id,
           2.0 * cardinality(array(select substr(a.applicant_name, i, 2) from generate_series(1, length(a.applicant_name) - 1) i intersect select substr(a.company_name, i, 2) from generate_series(1, length(a.company_name) - 1) i))
               / nullif(length(a.applicant_name) + length(a.company_name) - 2, 0) as likeness
    from applications a
    where a.company_name <> a.applicant_name
), judged as (
    select a.*, c.share, w.likeness, l.coverage as least_coverage, l.likeness as least_likeness
    from applications a
    join scope s on s.subject_code = a.applicant_code
    join coverage c on c.city = left(a.region_code, 4)
    join (select region_code, rule.param('SUB-021', 'coverage', region_code, null) as coverage, rule.param('SUB-021', 'likeness', region_code, null) as likeness
          from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
    left join words w on w.application_id = a.application_id and w.source_id = a.source_id
), named as (
    select j.*, case when programme_kind in ('惠农补贴', '民生保障') and coded_as_person or not named_as_firm and coded_as_person then 'not_applicable'
                     when not coded_as_person and substr(applicant_code, 1, 1) <> '9' then 'not_applicable' -- public bodies and villages are not in the company registry
                     when least_coverage is null then 'not_applicable' -- abroad
                     when coalesce(share, 0) < least_coverage then 'insufficient_data'
                     when coded_as_person then 'triggered'
                     when found is null then 'triggered'
                     when likeness < least_likeness then 'triggered'
                     else 'not_triggered' end as state
    from judged j
)
select applicant_code as subject_code,
       application_id as item_key,
       state,
       round(coalesce(likeness, case when found is null then 0 else 1 end), 3) as value,
       least_likeness as threshold,
       coalesce(disbursed_amount, approved_amount, applied_amount) as amount,
       applied_on as event_on,
       'subsidy:' || application_id || case when found is null then array[]::text[] else array['company:' || found] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name,
           'what_zh', case when coded_as_person then '代码不是有效的统一社会信用代码' when found is null then '代码在登记信息中查无此企业' else '代码登记的企业为「' || company_name || '」' end,
           'what_en', case when coded_as_person then 'its code is no valid credit code' when found is null then 'its code is not in the registry' else 'the registry knows the code as ' || company_name end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when coalesce(share, 0) < least_coverage then 'company.company_code' end], null)), '[]'))) as detail
from named
