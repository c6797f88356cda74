-- id: FIN-014
-- version: 2
-- title_zh: 同一单据重复付款
-- title_en: One document paid twice
-- stream: subsidy
-- scheme: subsidy.use
-- subject: application
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号；参见《预算法》第五十七条
-- basis_en: An analytic signal; see Budget Law art. 57
-- basis_checked: no
-- requires: fund_use.invoice_no, fund_use.payee_name
-- param: least = 500 yuan | zh 金额下限 | en least amount
-- group: fund_use: upper(regexp_replace(invoice_no, '[^0-9A-Za-z]', '', 'g'))
-- reason_zh: 单据 {invoice}（{payee}，{value} 元）于 {event_on} 付款，此前 {before_on} 已按同一单据、同一金额付过（{before}），疑似重复付款，需核实
-- reason_en: document {invoice} of {payee} over {value} yuan was paid on {event_on} and already on {before_on} ({before}); suspected double payment, to be verified

with uses as (
    select use_id, application_id, used_on, amount, payee_name,
           upper(regexp_replace(invoice_no, '[^0-9A-Za-z]', '', 'g')) as invoice, regexp_replace(payee_name, '\s', '', 'g') as payee
    from fund_use
), compared as (
    select u.*, lag(use_id) over w as before_id, lag(used_on) over w as before_on
    from uses u
    window w as (partition by payee, invoice, amount order by used_on, use_id)
)
select c.application_id as subject_code,
       c.use_id as item_key,
       case when c.amount < l.least then 'not_applicable'                       -- refunds and trifles
            when coalesce(c.invoice, '') = '' or coalesce(c.payee, '') = '' then 'insufficient_data'
            when c.before_id is not null then 'triggered'
            else 'not_triggered' end as state,
       c.amount as value,
       l.least as threshold,
       c.amount as amount,
       c.used_on as event_on,
       case when c.before_id is null then array['fund_use:' || c.use_id] else array['fund_use:' || c.before_id, 'fund_use:' || c.use_id] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('amount_rows', jsonb_build_array('fund_use:' || c.use_id), 'invoice', c.invoice, 'payee', c.payee_name, 'before', c.before_id, 'before_on', c.before_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when coalesce(c.invoice, '') = '' then 'fund_use.invoice_no' end,
           case when coalesce(c.payee, '') = '' then 'fund_use.payee_name' end], null)), '[]'))) as detail
from compared c
join scope s on s.subject_code = c.application_id
cross join (select rule.param('FIN-014', 'least', null, null) as least offset 0) l
