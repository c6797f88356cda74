-- id: SUB-012
-- version: 1
-- title_zh: 资金疑似回流
-- title_en: Money flows back after the grant
-- stream: subsidy
-- scheme: subsidy.use
-- subject: application
-- kind: analytic
-- severity: 4
-- basis_zh: 《财政违法行为处罚处分条例》第十四条第（三）项
-- basis_en: Regulations on Penalties for Fiscal Offences art. 14(3)
-- basis_checked: yes
-- requires: fund_use.amount, subsidy.disbursed_amount
-- param: days = 90 days | zh 到账后的观察日数 | en days after receipt
-- param: share = 0.5 share | zh 流向关联方、中介、个人的占比 | en share that went to linked parties, agents and persons
-- param: cash_share = 0.3 share | zh 流向个人、提现往来的占比 | en share that went to persons and cash
-- rescore: all
-- reason_zh: {subject_name} 到账 {received} 元后 {within} 日内有 {percent}% 流向{where_zh}，疑似资金回流，需核实
-- reason_en: within {within} days of receiving {received} yuan, {subject_name} passed {percent} % on to {where_en}; suspected round trip, to be verified

with granted as materialized (
    select a.*, l.days as within, l.share as most_share, l.cash_share as most_cash
    from subsidy a
    join (select region_code, rule.param('SUB-012', 'days', region_code, null)::integer as days, rule.param('SUB-012', 'share', region_code, null) as share,
                 rule.param('SUB-012', 'cash_share', region_code, null) as cash_share
          from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
    where a.disbursed_amount > 0 and a.disbursed_on is not null and a.applicant_code not like 'p\_%'
), owners as ( -- who declared which account, and under which telephone and head
    select distinct account, applicant_code, phone, legal_rep
    from subsidy
    cross join lateral (values (bank_account), (payee_account)) v(account)
    where account is not null
), registry as (
    select distinct on (company_code) company_code, company_name, legal_rep, shareholders from company order by company_code, source_id
), spent as materialized (
    select u.use_id, u.application_id, u.amount, u.payee_name, u.payee_account, concat_ws(' ', u.category, u.purpose) as words,
           g.applicant_code, g.applicant_name, g.intermediary_name, g.phone, g.legal_rep, g.bank_account, g.payee_account as own_payee_account
    from fund_use u
    join granted g on g.application_id = u.application_id
    where u.amount > 0 and u.used_on between g.disbursed_on and g.disbursed_on + g.within
), linked as ( -- to the account of another applicant with the same telephone or head, or to a firm with the same head or shareholders
    select u.use_id
    from spent u
    join owners o on o.account = u.payee_account
    where o.applicant_code <> u.applicant_code and (o.phone = u.phone or o.legal_rep = u.legal_rep)
    union
    select u.use_id
    from spent u
    join registry x on x.company_name = u.payee_name
    left join registry r on r.company_code = u.applicant_code
    where x.company_code <> u.applicant_code
      and (x.legal_rep = coalesce(r.legal_rep, u.legal_rep) or x.shareholders && r.shareholders
           or x.company_code = any (r.shareholders) or u.applicant_code = any (x.shareholders))
), uses as (
    select u.use_id, u.application_id, u.amount,
           case when u.payee_name = u.intermediary_name then 'agent'
                when u.payee_name = u.applicant_name or u.payee_account in (u.bank_account, u.own_payee_account) then 'self' -- booked as spent, moved to itself
                when l.use_id is not null then 'linked'
                when u.words ~ '提现|取现|备用金|借款|借出|往来款|拆借|转个人' then 'cash'
                when u.payee_name ~ '^[一-龥·]{2,4}$' and u.payee_name !~ '公司|厂|店|社|部|局|所|院|站|中心|银行|超市|基地|场|行|馆|队|坊|园|户$'
                     and u.words !~ '工资|薪|劳务|务工|人工|差旅|报销|培训|专家|奖金|社保|租金|收购|农户|土地|流转' then 'person' end as where_to
    from spent u
    left join linked l on l.use_id = u.use_id
), flows as (
    select application_id, sum(amount) filter (where where_to is not null) as back, sum(amount) filter (where where_to in ('cash', 'person')) as cash,
           array_agg('fund_use:' || use_id order by use_id) filter (where where_to is not null) as keys,
           array_agg(distinct where_to order by where_to) filter (where where_to is not null) as kinds
    from uses
    group by application_id
), known as (
    select application_id, count(*) as uses from fund_use group by application_id
), judged as (
    select a.application_id, a.applicant_code, a.applicant_name, a.disbursed_amount, a.disbursed_on, g.within, g.most_share, g.most_cash, k.uses, f.keys, f.kinds,
           coalesce(f.back, 0) as back, coalesce(f.back, 0) / nullif(g.disbursed_amount, 0) as share, coalesce(f.cash, 0) / nullif(g.disbursed_amount, 0) as cash_share
    from subsidy a
    join scope s on s.subject_code = a.application_id
    left join granted g on g.application_id = a.application_id and g.source_id = a.source_id
    left join flows f on f.application_id = a.application_id
    left join known k on k.application_id = a.application_id
)
select application_id as subject_code,
       application_id as item_key,
       case when applicant_code like 'p\_%' or disbursed_amount = 0 or (disbursed_amount is null and disbursed_on is null) then 'not_applicable'
            when within is null or uses is null then 'insufficient_data'
            when share >= most_share or cash_share >= most_cash then 'triggered'
            else 'not_triggered' end as state,
       round(share, 4) as value,
       case when cash_share >= most_cash then most_cash else most_share end as threshold,
       case when back > 0 then back end as amount,
       disbursed_on as event_on,
       'subsidy:' || application_id || coalesce(keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'received', disbursed_amount, 'within', within, 'percent', round(100 * share, 1),
           'where_zh', (select string_agg(case k when 'agent' then '代办中介' when 'linked' then '关联企业' when 'self' then '本单位账户' when 'cash' then '提现或往来' else '个人账户' end, '、' order by k) from unnest(kinds) k),
           'where_en', (select string_agg(case k when 'agent' then 'the agent' when 'linked' then 'linked firms' when 'self' then 'its own account' when 'cash' then 'cash and loans' else 'private persons' end, ', ' order by k) from unnest(kinds) k),
       'missing', nullif(to_jsonb(array_remove(array[
           case when uses is null then 'fund_use.use_id' end,
           case when within is null then 'subsidy.disbursed_amount' end], null)), '[]'))) as detail
from judged
