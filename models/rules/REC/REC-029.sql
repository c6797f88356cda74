-- id: REC-029
-- version: 3
-- title_zh: 同一发票重复报销
-- title_en: One invoice claimed more than once
-- stream: reception
-- scheme: reception.claim
-- subject: organisation
-- kind: deterministic
-- severity: 4
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：接待费报销凭证应当包括财务票据、派出单位公函和接待清单；一张发票只能报销一次
-- basis_en: Rules on Domestic Official Reception (2013): a claim rests on the invoice, the letter and the list; an invoice supports one claim
-- basis_checked: no
-- requires: reception.invoice_no
-- unit: claims
-- param: unique_length = 20 digits | zh 达到此位数的发票号码全国唯一（数电票） | en an invoice number of this length is unique in the country (fully digital invoice)
-- group: reception: upper(translate(invoice_no, ' 　-—', ''))
-- reason_zh: 发票 {number} 在 {value} 笔报销中出现（{claims}），首笔以外由本单位报销的共 {amount} 元，疑似重复报销，需核实
-- reason_en: Invoice {number} appears in {value} claims ({claims}); {amount} yuan claimed here beyond the first of them; suspected repeated claim; to be verified

with invoice as (
    select r.*, upper(translate(r.invoice_no, ' 　-—', '')) as number,
           -- A short number is unique only with its seller (the invoice code is not among the columns).
           case when length(translate(r.invoice_no, ' 　-—', '')) >= (select rule.param('REC-029', 'unique_length', null, null)) then ''
                else coalesce(r.payee_account, r.payee_name, r.venue_name, '') end as seller
    from reception r
    where r.invoice_no ~ '[1-9]' and length(translate(r.invoice_no, ' 　-—', '')) >= 6
),
suspect as (
    select number, seller from invoice group by number, seller having count(*) > 1
),
claim as (
    -- One invoice may pay for several receptions of one voucher: that is one claim. Without a voucher number the same amount again is a second claim.
    select number, seller, org_code, coalesce(voucher_no, 'amount ' || total_amount || ' of ' || reception_id) as voucher, voucher_no is null as open,
           min(coalesce(reimbursed_on, reception_date)) as claimed_on, sum(total_amount) as paid, min(total_amount) as least, min(org_name) as org_name,
           array_agg('reception:' || reception_id order by reception_id) as evidence
    from invoice join suspect using (number, seller)
    group by number, seller, org_code, voucher, open
),
ordered as (
    select *, row_number() over (partition by number, seller order by claimed_on, org_code, voucher) as nth,
           count(*) over (partition by number, seller, open, least) as same_amount
    from claim
),
judged as (
    select number, seller,
           count(*) filter (where not open) as known, count(*) filter (where open and same_amount > 1) as repeated, count(*) filter (where open) as unclear,
           count(*) as claims, max(claimed_on) as last_on,
           string_agg(org_name || case when open then '' else ' ' || voucher end, '；' order by nth) as words
    from ordered group by number, seller
),
-- Each office answers for its own claims behind the first; the office that claimed first, and only once, is a witness.
office as (
    select number, seller, org_code, coalesce(sum(paid) filter (where nth > 1), 0) as beyond from ordered group by number, seller, org_code
),
-- The money of those claims; the first one and those of others only show that the invoice was used.
own as (
    select o.number, o.seller, o.org_code, jsonb_agg(e order by nth, e) as amount_rows from ordered o, unnest(o.evidence) e where nth > 1 group by 1, 2, 3
),
evidence as (
    select o.number, o.seller, array_agg(e order by nth, e) as evidence from ordered o, unnest(o.evidence) e group by 1, 2
),
item as (
    select j.*, e.evidence, o.org_code, o.beyond, w.amount_rows,
           case when (known > 1 or repeated > 1) and o.beyond = 0 then 'not_triggered' when known > 1 or repeated > 1 then 'triggered' when known + unclear > 1 then 'insufficient_data' else 'not_triggered' end as state
    from judged j join evidence e using (number, seller) join office o using (number, seller) left join own w using (number, seller, org_code)
)
select org_code as subject_code, number || case when seller = '' then '' else '|' || seller end as item_key, state,
       claims::numeric as value, 1::numeric as threshold, case when state = 'triggered' then beyond end as amount, last_on as event_on, evidence[1:50] as evidence,
       jsonb_strip_nulls(jsonb_build_object('number', number, 'label', number, 'claims', words, 'amount_rows', case when state = 'triggered' then amount_rows end, 'missing', case when state = 'insufficient_data' then jsonb_build_array('reception.voucher_no') end)) as detail
from item join scope s on s.subject_code = item.org_code
union all
select i.org_code, i.number || '|' || i.reception_id, 'not_triggered', 1, 1, null, i.reception_date, array['reception:' || i.reception_id], null
from invoice i join scope s on s.subject_code = i.org_code
where not exists (select from suspect u where u.number = i.number and u.seller = i.seller)
union all
select r.org_code, 'no-invoice', 'insufficient_data', null, null, null, null, null, jsonb_build_object('missing', jsonb_build_array('reception.invoice_no'))
from reception r join scope s on s.subject_code = r.org_code
where r.invoice_no is null and r.total_amount > 0
group by r.org_code
