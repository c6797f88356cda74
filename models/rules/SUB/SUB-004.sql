-- id: SUB-004
-- version: 2
-- title_zh: 申报主体空壳特征
-- title_en: Shell-like applicant
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号，无法定数值；参见《财政违法行为处罚处分条例》第十四条
-- basis_en: An analytic signal without a legal number; see Regulations on Penalties for Fiscal Offences art. 14
-- basis_checked: no
-- requires: subsidy.insured_count
-- param: insured = 2 persons | zh 参保人数上限 | en at most this many insured staff
-- param: share = 0.25 ratio | zh 或参保人数与同一政策中位数之比上限 | en or at most this ratio of the insured staff to the median of the programme
-- param: times_capital = 1 times | zh 奖补金额与注册资本之比下限 | en least ratio of the subsidy to the registered capital
-- param: age = 365 days | zh 成立至申报的日数 | en days from foundation to application
-- param: min_peers = 12 applications | zh 同一政策最少件数 | en fewest applications of the programme
-- rescore: all
-- figure: subsidy-company.insured_count
-- unit: persons
-- reason_zh: {subject_name} 申报时参保 {value} 人（同一政策中位数 {median} 人），{signs_zh}，申领 {amount} 元，疑似空壳主体，需核实
-- reason_en: {subject_name} had {value} insured staff when it applied for {amount} yuan (median of the programme {median}) and {signs_en}; suspected shell, to be verified

with registry as (
    select distinct on (company_code) company_code, established_on, status from company order by company_code, source_id
), applications as materialized (
    select a.*, coalesce(r.established_on, a.established_on) as founded, r.status, coalesce(a.programme_code, a.programme_name) as programme,
           coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as money
    from subsidy a
    left join registry r on r.company_code = a.applicant_code
), settings as materialized (
    select region_code as code, rule.param('SUB-004', 'insured', region_code, null) as least_insured, rule.param('SUB-004', 'share', region_code, null) as share,
           rule.param('SUB-004', 'times_capital', region_code, null) as times_capital,
           rule.param('SUB-004', 'age', region_code, null) as least_age, rule.param('SUB-004', 'min_peers', region_code, null) as min_peers
    from (select distinct region_code from subsidy) r
), programmes as (
    select programme, count(*) as peers, percentile_cont(0.5) within group (order by insured_count)::numeric as median_insured, percentile_cont(0.5) within group (order by money)::numeric as median_money
    from applications where insured_count is not null group by programme
), judged as (
    select a.*, s.*, p.peers, p.median_insured, p.median_money,
           -- four insured are few where thirty are usual
           case when p.peers >= s.min_peers then greatest(s.least_insured, floor(s.share * p.median_insured)) else s.least_insured end as few,
           a.money >= s.times_capital * a.registered_capital as over_capital,
           a.applied_on - a.founded < s.least_age as young,
           a.status in ('注销', '吊销') as gone
    from applications a
    join scope c on c.subject_code = a.applicant_code
    join settings s on s.code = a.region_code
    left join programmes p on p.programme = a.programme
)
select applicant_code as subject_code,
       application_id as item_key,
       case when applicant_code like 'p\_%' or programme_kind in ('惠农补贴', '民生保障') or applicant_name ~ '合作社|家庭农场|个体|村民委员会|村委会' then 'not_applicable'
            when insured_count is null then 'insufficient_data'
            when peers < min_peers then 'insufficient_data'
            -- few staff alone is no sign where everybody has few
            when insured_count <= few and median_insured > 2 * least_insured and money >= median_money and (over_capital or young or gone) then 'triggered'
            else 'not_triggered' end as state,
       insured_count::numeric as value,
       few as threshold,
       money as amount,
       applied_on as event_on,
       array['subsidy:' || application_id] || case when gone then array['company:' || applicant_code] else array[]::text[] end as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', applicant_name, 'median', median_insured,
           'signs_zh', concat_ws('、', case when over_capital then '金额超过注册资本' end, case when young then '成立不足一年' end, case when gone then '现已' || status end),
           'signs_en', concat_ws(', ', case when over_capital then 'asks for more than its capital' end, case when young then 'is under a year old' end, case when gone then 'is now deregistered' end),
       'missing', nullif(to_jsonb(array_remove(array[
           case when insured_count is null then 'subsidy.insured_count' end,
           case when peers < min_peers then 'subsidy.approved_amount' end], null)), '[]'))) as detail
from judged
