-- id: COL-007
-- version: 1
-- title_zh: 保证金同一账户转出
-- title_en: Bid deposits from one account
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法实施条例》第四十条第（六）项
-- basis_en: Tendering Law Implementing Regulations art. 40(6)
-- basis_checked: yes
-- requires: bid.deposit_account
-- param: bidders = 2 bidders | from 2012-02-01 | source "招标投标法实施条例" article "40(6)" | zh 同一账户的不同投标人数下限 | en fewest different bidders paying from one account
-- param: hub = 20 bidders | zh 账户在全部项目中涉及的投标人超过此数时视为担保机构或平台账户 | en an account with more bidders than this is a guarantor's or a platform's
-- group: bid: deposit_account
-- reason_zh: {subject_name}：{value} 家投标人（{bidders}）的投标保证金疑似从同一账户转出，需核实
-- reason_en: {subject_name}: the deposits of {value} bidders ({bidders}) are suspected to come from one account; to be verified

with paid as (
    select project_id, bid_id, bidder_code, bidder_name, deposit_account
    from bid
    where deposit_account is not null and status is distinct from '撤回'
), degrees as (
    select deposit_account, count(distinct bidder_code) as bidders from paid group by deposit_account
), shared as (
    select p.project_id, p.deposit_account, d.bidders as everywhere, count(distinct p.bidder_code) as bidders,
           string_agg(distinct p.bidder_name, '、' order by p.bidder_name) as names,
           array_agg('bid:' || p.bid_id order by p.bid_id) as bids
    from paid p
    join degrees d using (deposit_account)
    group by p.project_id, p.deposit_account, d.bidders
    having count(distinct p.bidder_code) >= 2
), known as (
    select project_id, count(distinct bidder_code) as bidders, count(distinct bidder_code) filter (where deposit_account is not null) as paid
    from bid
    where status is distinct from '撤回'
    group by project_id
), settings as (
    select p.*, k.bidders, k.paid,
           rule.param('COL-007', 'bidders', p.region_code, coalesce(p.awarded_on, p.tender_notice_on)) as least,
           rule.param('COL-007', 'hub', p.region_code, coalesce(p.awarded_on, p.tender_notice_on)) as hub
    from project p
    join scope s on s.subject_code = p.project_id
    left join known k on k.project_id = p.project_id
    offset 0
), best as (
    select distinct on (x.project_id) x.*
    from shared x
    join settings t using (project_id)
    where x.everywhere <= t.hub
    order by x.project_id, x.bidders desc, x.names, x.bids
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when t.bidders is null and t.tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when t.bidders is null then 'insufficient_data'
            when t.bidders < t.least then 'not_applicable'
            when t.paid < t.least then 'insufficient_data'
            when best.bidders >= t.least then 'triggered'
            else 'not_triggered' end as state,
       coalesce(best.bidders, 0)::numeric as value,
       t.least as threshold,
       coalesce(t.contract_amount, t.award_amount) as amount,
       coalesce(t.awarded_on, t.tender_notice_on) as event_on,
       'project:' || t.project_id || coalesce(best.bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'bidders', best.names,
       'missing', nullif(to_jsonb(array_remove(array[
           case when t.bidders is null then 'bid.bidder_code' end,
           case when t.paid < t.least then 'bid.deposit_account' end], null)), '[]'))) as detail
from settings t
left join best on best.project_id = t.project_id
