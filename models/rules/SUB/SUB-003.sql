-- id: SUB-003
-- version: 3
-- title_zh: 突击成立领补
-- title_en: Founded just before it applied
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: analytic
-- severity: 2
-- basis_zh: 分析性信号，无法定数值；参见《财政违法行为处罚处分条例》第十四条
-- basis_en: An analytic signal without a legal number; see Regulations on Penalties for Fiscal Offences art. 14
-- basis_checked: no
-- requires: subsidy.applicant_code
-- param: age = 180 days | zh 成立至申报的日数下限 | en least days from foundation to application
-- param: capital = 10010000 yuan | zh 注册资本上限（超过者不看） | en larger registered capital is not looked at
-- param: quantile = 0.75 quantile | zh 金额在同一政策中的分位 | en quantile of the amount within the programme
-- param: min_peers = 12 applications | zh 同一政策最少件数 | en fewest applications of the programme
-- rescore: all
-- reason_zh: {subject_name} 成立于 {founded}，{value} 日后即申报「{programme}」，金额 {amount} 元居同类前列，疑似突击成立领补，需核实
-- reason_en: {subject_name} was founded on {founded} and applied for {programme} {value} days later; its {amount} yuan are among the largest; suspected to be founded for the subsidy, to be verified

with registry as (
    select distinct on (company_code) company_code, established_on from company order by company_code, source_id
), applications as materialized (
    select a.*, coalesce(r.established_on, a.established_on) as founded, coalesce(a.programme_code, a.programme_name) as programme,
           coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as money
    from subsidy a
    left join registry r on r.company_code = a.applicant_code
), settings as materialized (
    select region_code, rule.param('SUB-003', 'age', region_code, null) as least_age, rule.param('SUB-003', 'capital', region_code, null) as most_capital,
           rule.param('SUB-003', 'quantile', region_code, null) as quantile, rule.param('SUB-003', 'min_peers', region_code, null) as min_peers
    from (select distinct region_code from subsidy) r
), programmes as (
    select programme, count(*) as peers, array_agg(money order by money) as amounts from applications group by programme
), kinds as (
    select programme_kind, count(*) as peers, array_agg(money order by money) as amounts from applications group by programme_kind
), judged as (
    select a.*, a.applied_on - a.founded as age, s.*, 
           case when p.peers >= s.min_peers then p.amounts[ceil(s.quantile * p.peers)::integer]
                when k.peers >= s.min_peers then k.amounts[ceil(s.quantile * k.peers)::integer] end as large
    from applications a
    join scope c on c.subject_code = a.applicant_code
    join (select region_code as code, least_age, most_capital, quantile, min_peers from settings) s on s.code = a.region_code
    join programmes p on p.programme = a.programme
    left join kinds k on k.programme_kind is not distinct from a.programme_kind
)
select applicant_code as subject_code,
       application_id as item_key,
       case when applicant_code like 'p\_%' or programme_kind in ('惠农补贴', '民生保障') then 'not_applicable'
            when programme_name ~ '创业|初创|孵化|招商|落户|新设|开办|新增|首次|小升规' then 'not_applicable' -- made for new firms
            when founded is null then 'insufficient_data'
            when age >= least_age or registered_capital >= most_capital then 'not_triggered'
            when large is null then 'insufficient_data'
            when money >= large then 'triggered'
            else 'not_triggered' end as state,
       age::numeric as value,
       least_age as threshold,
       money as amount,
       applied_on as event_on,
       array['subsidy:' || application_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'founded', founded, 'programme', programme_name, 'large', large,
       'missing', nullif(to_jsonb(array_remove(array[
           case when founded is null then 'subsidy.established_on' end,
           case when large is null then 'subsidy.approved_amount' end], null)), '[]'))) as detail
from judged
