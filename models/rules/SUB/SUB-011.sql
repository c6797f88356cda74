-- id: SUB-011
-- version: 2
-- title_zh: 收款方与申报主体不符
-- title_en: Paid to somebody else
-- stream: subsidy
-- scheme: subsidy.disbursement
-- subject: application
-- kind: deterministic
-- severity: 3
-- basis_zh: 《预算法实施条例》第五十七条
-- basis_en: Budget Law Implementing Regulations art. 57
-- basis_checked: yes
-- requires: subsidy.payee_name
-- param: least = 0 yuan | zh 金额下限 | en least amount
-- group: subsidy: applicant_code
-- reason_zh: {subject_name} 的「{programme}」{amount} 元拨付给「{payee}」，与申报主体、申报账户均不符，疑似收款方异常，需核实
-- reason_en: {amount} yuan of {programme} granted to {subject_name} were paid to {payee}, neither the applicant nor the declared account; suspected payee mismatch, to be verified

with names as ( -- every name under which the code is known: a renamed firm is no other firm
    select applicant_code as code, applicant_name as name from subsidy
    union
    select company_code, company_name from company
), plain as (
    select code, array_agg(distinct regexp_replace(translate(normalize(name, NFKC), ' ()（）【】[]·.．、，,-－_　', ''), '有限责任公司|股份有限公司|有限公司', '公司', 'g')) as names
    from names
    where code in (select applicant_code from subsidy where payee_name is not null)
    group by code
), p as (
    select a.*, l.least, n.names, regexp_replace(translate(normalize(a.payee_name, NFKC), ' ()（）【】[]·.．、，,-－_　', ''), '有限责任公司|股份有限公司|有限公司', '公司', 'g') as payee
    from subsidy a
    join scope s on s.subject_code = a.application_id
    join (select region_code, rule.param('SUB-011', 'least', region_code, null) as least from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
    left join plain n on n.code = a.applicant_code
)
select application_id as subject_code,
       application_id as item_key,
       case when disbursed_on is null and disbursed_amount is null then 'not_applicable'
            when applicant_code like 'p\_%' then 'not_applicable' -- a household's card may bear another name
            when payee is null then 'insufficient_data'
            when payee = any (names) or payee_account = bank_account then 'not_triggered'
            when coalesce(disbursed_amount, approved_amount, 0) >= least then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, -- it is so or it is not: nothing is measured
       null::numeric as threshold,
       coalesce(disbursed_amount, approved_amount) as amount,
       disbursed_on as event_on,
       array['subsidy:' || application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'programme', programme_name, 'payee', payee_name,
       'missing', nullif(to_jsonb(array_remove(array[
           case when payee is null then 'subsidy.payee_name' end], null)), '[]'))) as detail
from p
