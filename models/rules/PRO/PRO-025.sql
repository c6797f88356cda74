-- id: PRO-025
-- version: 2
-- title_zh: 受限主体中标
-- title_en: A barred supplier won
-- stream: project
-- scheme: project.tender
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《政府采购法》第二十二条、第七十七条；《政府采购法实施条例》第十七条、第十九条；《招标投标法实施条例》第六十七条、第六十八条
-- basis_en: Government Procurement Law arts. 22, 77; its Implementing Regulations arts. 17, 19; Tendering Law Implementing Regulations arts. 67, 68
-- basis_checked: yes
-- requires: project.supplier_code, watchlist.subject_code
-- param: open_years = 3 years | from 2015-03-01 | source "政府采购法" article "77" | zh 名单未注明截止日时按此年限计 | en length of a ban whose end is not stated
-- reason_zh: {supplier} 中标 {subject_name} 时（{awarded}）仍列于「{list}」（{listed} 起），疑似受限主体中标，需核实
-- reason_en: {supplier} won {subject_name} on {awarded} while suspected to be barred by the list "{list}" (since {listed}); to be verified

with bans as (
    select subject_code, list_name, listed_on, until
    from watchlist
    -- lists that close procurement and tendering; other lists (tax arrears, wage arrears) speak to subsidies
    where list_name ~ '采购|招标|投标|失信被执行|严重失信|严重违法|黑名单|禁入'
), p as (
    select p.*, coalesce(p.awarded_on, p.contract_signed_on) as decided_on, b.list_name, b.listed_on, b.until
    from project p
    join scope s on s.subject_code = p.project_id
    left join lateral (
        select b.* from bans b
        where b.subject_code = p.supplier_code
          and b.listed_on <= coalesce(p.awarded_on, p.contract_signed_on)
          and coalesce(b.until, (b.listed_on + make_interval(years => rule.param('PRO-025', 'open_years', p.region_code, b.listed_on)::integer))::date)
              >= coalesce(p.awarded_on, p.contract_signed_on)
        order by b.listed_on desc, b.list_name
        limit 1) b on true
)
select project_id as subject_code,
       project_id as item_key,
       case when not exists (select from watchlist) then 'insufficient_data'
            when decided_on is null and supplier_code is null then 'not_applicable'
            when supplier_code is null or decided_on is null then 'insufficient_data'
            when list_name is not null then 'triggered'
            else 'not_triggered' end as state,
       null::numeric as value, -- a party is on the list or is not
       null::numeric as threshold,
       coalesce(contract_amount, award_amount) as amount,
       decided_on as event_on,
       array['project:' || project_id] || case when list_name is null then array[]::text[]
           else array['watchlist:' || supplier_code || '|' || list_name || '|' || listed_on] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', project_name, 'supplier', supplier_name, 'list', list_name, 'listed', listed_on, 'awarded', decided_on,
       'missing', nullif(to_jsonb(array_remove(array[
           case when not exists (select from watchlist) then 'watchlist.subject_code' end,
           case when supplier_code is null then 'project.supplier_code' end,
           case when decided_on is null then 'project.awarded_on' end], null)), '[]'))) as detail
from p
