-- id: SUB-002
-- version: 2
-- title_zh: 同一发票重复列支
-- title_en: One invoice used for several applications
-- stream: subsidy
-- scheme: subsidy.duplicate
-- subject: company
-- kind: deterministic
-- severity: 4
-- basis_zh: 《财政违法行为处罚处分条例》第十四条第（一）项
-- basis_en: Regulations on Penalties for Fiscal Offences art. 14(1)
-- basis_checked: yes
-- requires: fund_use.invoice_no
-- param: unique_digits = 20 digits | zh 数电票号码位数；短于此数的号码须收款方也相同 | en digits of a fully digital invoice number; a shorter number must also have the same payee
-- group: fund_use: upper(regexp_replace(invoice_no, '[^0-9A-Za-z]', '', 'g'))
-- unit: invoices
-- reason_zh: {subject_name} 的申报 {item} 使用的发票 {invoice} 已在{other_by_zh} {other} 中列支，疑似同一发票重复列支 {amount} 元，需核实
-- reason_en: invoice {invoice} of application {item} of {subject_name} was already used for {other_by_en} {other}; suspected double use of {amount} yuan, to be verified

with uses as materialized (
    select u.use_id, u.application_id, u.used_on, u.amount, upper(regexp_replace(u.invoice_no, '[^0-9A-Za-z]', '', 'g')) as invoice,
           regexp_replace(coalesce(u.payee_name, ''), '\s', '', 'g') as payee,
           a.applicant_code, a.applicant_name, coalesce(a.programme_code, a.programme_name) as programme, a.project_title,
           l.unique_digits
    from fund_use u
    join subsidy a on a.application_id = u.application_id
    join (select region_code, rule.param('SUB-002', 'unique_digits', region_code, null) as unique_digits from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
    where u.amount > 0 and u.invoice_no is not null
), usable as (
    -- a full number is unique in the country; a short one only with its seller
    select *, invoice || case when length(invoice) >= unique_digits then '' else '|' || payee end as key
    from uses
    where length(invoice) >= 8 and (length(invoice) >= unique_digits or payee <> '')
), several as (
    select key from usable group by key having count(distinct application_id) > 1
), repeats as ( -- a use whose invoice another application had before; instalments of one approved project are no repeat
    select u.application_id, u.use_id, u.amount, u.invoice, b.application_id as other_id, b.use_id as other_use, b.applicant_name as other_name
    from usable u
    join several using (key)
    join lateral (
        select o.* from usable o
        where o.key = u.key and o.application_id <> u.application_id and (o.used_on, o.use_id) < (u.used_on, u.use_id)
          and not (o.applicant_code = u.applicant_code and o.programme = u.programme and o.project_title is not distinct from u.project_title)
        order by o.used_on, o.use_id
        limit 1) b on true
), found as (
    select application_id, count(distinct invoice) as invoices, sum(amount) as amount, (array_agg(invoice order by amount desc, use_id))[1] as invoice,
           (array_agg(other_id order by amount desc, use_id))[1] as other_id, (array_agg(other_name order by amount desc, use_id))[1] as other_name,
           array_agg('fund_use:' || use_id order by use_id) || array_agg(distinct 'fund_use:' || other_use) || array_agg(distinct 'subsidy:' || other_id) as keys
    from repeats
    group by application_id
), known as (
    select application_id, count(*) as uses, count(invoice_no) as invoiced from fund_use group by application_id
)
select a.applicant_code as subject_code,
       a.application_id as item_key,
       case when k.application_id is null then 'not_applicable'
            when f.application_id is not null then 'triggered'
            when k.invoiced = 0 then 'insufficient_data'
            else 'not_triggered' end as state,
       coalesce(f.invoices, 0)::numeric as value,
       0::numeric as threshold,
       f.amount as amount,
       a.applied_on as event_on,
       'subsidy:' || a.application_id || coalesce(f.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'amount_rows', jsonb_build_array('subsidy:' || a.application_id), 'invoice', f.invoice, 'other', f.other_id, 'other_by_zh', case when f.other_name is distinct from a.applicant_name then coalesce(f.other_name, '另一申报主体') || ' 的申报' else '其另一申报' end,
           'other_by_en', case when f.other_name is distinct from a.applicant_name then 'application' || coalesce(' of ' || f.other_name, '') else 'its own application' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when k.invoiced = 0 then 'fund_use.invoice_no' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.applicant_code
left join known k on k.application_id = a.application_id
left join found f on f.application_id = a.application_id
