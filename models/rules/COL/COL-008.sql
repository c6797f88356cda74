-- id: COL-008
-- version: 2
-- title_zh: 同一负责人或控股关系的投标人
-- title_en: Bidders under one head or holding
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法实施条例》第三十四条；《政府采购法实施条例》第十八条
-- basis_en: Tendering Law Implementing Regulations art. 34; Government Procurement Law Implementing Regulations art. 18
-- basis_checked: yes
-- requires: bid.bidder_code
-- param: namesakes = 5 companies | zh 同一姓名涉及的公司超过此数时视为同名不同人 | en a name at the head of more companies than this is taken for namesakes
-- rescore: all
-- unit: pairs
-- reason_zh: {subject_name}：{pairs_zh}，疑似存在控股、管理关系仍参加同一标段投标，需核实
-- reason_en: {subject_name}: {pairs_en}, and bid for the same lot; suspected common control, to be verified

with registry as (
    select distinct on (company_code) company_code, company_name, legal_rep, shareholders from company order by company_code, source_id
), bidders as (
    select b.project_id, b.bidder_code, min(b.bidder_name) as bidder_name, min(b.bid_id) as bid_id,
           coalesce(min(b.legal_rep), min(r.legal_rep)) as legal_rep, r.shareholders,
           case when r.company_code is not null then 'company:' || r.company_code end as registered
    from bid b
    left join registry r on r.company_code = b.bidder_code
    where b.status is distinct from '撤回'
    group by b.project_id, b.bidder_code, r.company_code, r.shareholders
), heads as (
    select legal_rep, count(distinct code) as companies
    from (select bidder_code as code, legal_rep from bid union select company_code, legal_rep from registry) h
    where legal_rep is not null
    group by legal_rep
), settings as (
    select p.*, rule.param('COL-008', 'namesakes', p.region_code, p.awarded_on) as namesakes
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), pairs as (
    select a.project_id, a.bidder_name || '、' || b.bidder_name as names, array['bid:' || a.bid_id, 'bid:' || b.bid_id] as bids, array_remove(array[a.registered, b.registered], null) as registered,
           a.legal_rep, a.shareholders, case when a.bidder_code = any (b.shareholders) then a.bidder_name else b.bidder_name end as holder,
           case when a.bidder_code = any (b.shareholders) then b.bidder_name else a.bidder_name end as held,
           case when a.legal_rep = b.legal_rep and h.companies <= t.namesakes then 'head'
                when a.bidder_code = any (b.shareholders) or b.bidder_code = any (a.shareholders) then 'parent'
                when cardinality(a.shareholders) = 1 and a.shareholders = b.shareholders then 'owner' end as relation
    from bidders a
    join bidders b on b.project_id = a.project_id and b.bidder_code > a.bidder_code
    join settings t on t.project_id = a.project_id
    left join heads h on h.legal_rep = a.legal_rep
), told as ( -- who is behind both is named: a person by the token, which people see masked, a firm by its name in the registry
    select p.project_id, p.names, p.relation, p.bids, p.registered,
           case p.relation when 'head' then p.names || '的法定代表人同为' || p.legal_rep
                           when 'parent' then p.holder || '持有' || p.held || '的股份'
                           when 'owner' then p.names || '同由' || coalesce(r.company_name, p.shareholders[1]) || '独资' end as zh,
           case p.relation when 'head' then p.names || ' have the same legal representative (' || p.legal_rep || ')'
                           when 'parent' then p.holder || ' holds shares of ' || p.held
                           when 'owner' then p.names || ' have the same sole shareholder (' || coalesce(r.company_name, p.shareholders[1]) || ')' end as en,
           row_number() over (partition by p.project_id order by p.relation, p.names) as nth
    from pairs p
    left join registry r on p.relation = 'owner' and r.company_code = p.shareholders[1]
    where p.relation is not null
), related as ( -- five pairs are told; the rows are those of the pairs that are told
    select project_id, count(*) as pairs,
           string_agg(zh, '；' order by nth) filter (where nth <= 5) || case when count(*) > 5 then '；等 ' || count(*) || ' 对' else '' end as pairs_zh,
           string_agg(en, '; ' order by nth) filter (where nth <= 5) || case when count(*) > 5 then '; ' || count(*) || ' pairs in all' else '' end as pairs_en
    from told group by project_id
), proof as (
    select project_id, array_agg(distinct key order by key) as keys
    from told cross join lateral unnest(bids || registered) key where nth <= 5 group by project_id
), known as (
    select project_id, count(*) as bidders, count(*) filter (where legal_rep is not null or shareholders is not null) as known
    from bidders
    group by project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when k.bidders is null and t.tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when k.bidders is null then 'insufficient_data'
            when k.bidders < 2 then 'not_applicable'
            when r.project_id is not null then 'triggered'
            when k.known < 2 then 'insufficient_data'
            else 'not_triggered' end as state,
       coalesce(r.pairs, 0)::numeric as value,
       0::numeric as threshold,
       coalesce(t.contract_amount, t.award_amount) as amount,
       coalesce(t.awarded_on, t.tender_notice_on) as event_on,
       'project:' || t.project_id || coalesce(f.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'pairs_zh', r.pairs_zh, 'pairs_en', r.pairs_en,
       'missing', nullif(to_jsonb(array_remove(array[
           case when k.bidders is null then 'bid.bidder_code' end,
           case when k.known < 2 then 'bid.legal_rep' end], null)), '[]'))) as detail
from settings t
left join related r on r.project_id = t.project_id
left join proof f on f.project_id = t.project_id
left join known k on k.project_id = t.project_id
