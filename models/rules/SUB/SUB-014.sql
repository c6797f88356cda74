-- id: SUB-014
-- version: 1
-- title_zh: 资金用途不符
-- title_en: Money used for other purposes
-- stream: subsidy
-- scheme: subsidy.use
-- subject: application
-- kind: analytic
-- severity: 3
-- basis_zh: 《预算法》第七十二条、第九十三条第（四）项；《财政违法行为处罚处分条例》第十四条第（二）项
-- basis_en: Budget Law arts. 72, 93(4); Regulations on Penalties for Fiscal Offences art. 14(2)
-- basis_checked: yes
-- requires: fund_use.amount
-- param: share = 0.1 share | zh 范围外支出占全部使用金额的上限 | en largest share of spending outside the purpose
-- reason_zh: {subject_name} 的使用记录中 {percent}%（{amount} 元）用于{examples}，疑似用途不符，需核实
-- reason_en: {percent} % of the spending recorded for {subject_name} ({amount} yuan) went to {examples}; suspected other use, to be verified

with uses as (
    select application_id, use_id, amount, category, purpose,
           concat_ws(' ', category, purpose) ~ '理财|股票|证券|期货|购买基金|购房|商品房|房地产|住宅|放贷|出借|偿还|还贷|还款|归还贷款|归还借款|罚款|滞纳金|分红|股利|招待|宴请|礼品|烟酒|旅游|轿车|小汽车|对外投资|股权投资|捐赠|赞助' as outside
    from fund_use
    where amount > 0
), sums as (
    select application_id, sum(amount) as total, count(*) as uses, count(*) filter (where category is null and purpose is null) as wordless,
           coalesce(sum(amount) filter (where outside), 0) as outside,
           array_agg('fund_use:' || use_id order by use_id) filter (where outside) as keys,
           (array_agg(distinct coalesce(purpose, category)) filter (where outside))[1:3] as examples
    from uses
    group by application_id
)
select a.application_id as subject_code,
       a.application_id as item_key,
       case when u.application_id is null then 'not_applicable'
            when u.outside / u.total > l.share then 'triggered'
            when u.wordless = u.uses then 'insufficient_data'
            else 'not_triggered' end as state,
       round(u.outside / u.total, 4) as value,
       l.share as threshold,
       case when u.outside > 0 then u.outside end as amount,
       coalesce(a.disbursed_on, a.approved_on) as event_on,
       'subsidy:' || a.application_id || coalesce(u.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.applicant_name, 'programme', a.programme_name, 'percent', round(100 * u.outside / u.total, 1), 'examples', u.examples,
       'missing', nullif(to_jsonb(array_remove(array[
           case when u.wordless = u.uses then 'fund_use.purpose' end], null)), '[]'))) as detail
from subsidy a
join scope s on s.subject_code = a.application_id
join (select region_code, rule.param('SUB-014', 'share', region_code, null) as share from (select distinct region_code from subsidy) r offset 0) l on l.region_code = a.region_code
left join sums u on u.application_id = a.application_id
