-- feature_set: subsidy-company
-- version: 1
-- stream: subsidy
-- subject_kind: company
-- title_zh: 奖补申报企业
-- title_en: Subsidised companies
-- feature: applications | zh 申报件数 | en Applications | unit 件 | direction high
-- feature: departments | zh 申报部门数 | en Departments applied to | unit 个 | direction high
-- feature: repeated_titles | zh 项目名称或内容重复件数 | en Applications that repeat a title or summary | unit 件 | direction high
-- feature: received_log | zh 获拨金额(对数) | en Amount received (log) | direction high
-- feature: approval_rate | zh 批复率 | en Share of applications approved | direction high
-- feature: received_per_insured | zh 每参保人获拨金额 | en Received per insured person | unit 元 | direction high
-- feature: insured_count | zh 参保人数 | en Insured staff | unit 人 | direction low
-- feature: received_to_capital | zh 获拨金额与注册资本之比 | en Received against registered capital | direction high
-- feature: age_days | zh 首次申报时成立天数 | en Age at the first application | unit 天 | direction low
-- feature: shared_traces | zh 共用电话地址账户法人的其他企业数 | en Other applicants with the same phone, address, account or representative | unit 个 | direction high
-- feature: accounts | zh 使用账户数 | en Bank accounts used | unit 个 | direction high
-- feature: intermediary_share | zh 经中介申报占比 | en Share applied for through an agent | direction high
-- feature: reviewer_share | zh 同一评审人占比 | en Share reviewed by the same person | direction high
-- feature: use_top_payee_share | zh 资金使用最大收款方占比 | en Share of the use paid to one payee | direction high
-- Companies only: a natural person's code is a token that begins with p_.
with one as (
    select distinct on (application_id) * from subsidy order by application_id, recorded_from desc, source_id
),
mine as (
    select *, md5(regexp_replace(coalesce(project_summary, project_title, application_id), '[[:space:][:punct:]，。；、：（）]', '', 'g')) as text
    from one where not starts_with(applicant_code, 'p_')
),
trace as (
    select distinct a.applicant_code, t.kind, t.value
    from one a
    cross join lateral (values ('phone', a.phone), ('address', a.address), ('account', a.bank_account), ('legal_rep', a.legal_rep),
        ('payee', a.payee_account)) t (kind, value)
    where t.value is not null
),
common as (
    select kind, value from trace group by 1, 2 having count(*) between 2 and 50
),
shared as (
    select a.applicant_code, count(distinct b.applicant_code) as others
    from trace a join common using (kind, value) join trace b using (kind, value) where b.applicant_code <> a.applicant_code group by 1
),
spent as (
    select a.applicant_code, coalesce(u.payee_account, u.payee_name) as payee, u.amount
    from fund_use u join one a on a.application_id = u.application_id
),
use_of as (
    select applicant_code, max(amount) as top, sum(amount) as amount from (
        select applicant_code, payee, sum(amount) as amount from spent where payee is not null group by 1, 2) p group by 1
),
reviewed as (
    select applicant_code, max(n) as top, sum(n) as n from (
        select applicant_code, reviewer, count(*) as n from mine where reviewer is not null group by 1, 2) r group by 1
),
company as (
    select applicant_code, max(applicant_name) as applicant_name, mode() within group (order by region_code) as region_code,
           mode() within group (order by industry_code) as industry_code, mode() within group (order by programme_kind) as programme_kind,
           count(*) as n, count(distinct department_name) as departments, count(*) - count(distinct text) as repeated,
           sum(disbursed_amount) as received, sum(applied_amount) as applied, avg((approved_amount > 0)::int) as approval_rate,
           max(insured_count) as insured_count, max(registered_capital) as capital, min(applied_on - established_on) as age_days,
           count(distinct bank_account) as accounts, avg((intermediary_name is not null)::int) as intermediary_share,
           (array_agg('subsidy:' || application_id order by applied_amount desc, application_id))[1:20] as evidence
    from mine group by 1
)
select c.applicant_code as subject_code, c.applicant_name as subject_name, c.region_code, c.industry_code as sector,
       concat_ws('/', coalesce(c.programme_kind, '-'), left(c.region_code, 4)) as peer_group, coalesce(c.received, c.applied) as amount, c.evidence,
       c.n as applications, c.departments, c.repeated as repeated_titles,
       ln(greatest(1, c.received)) as received_log, coalesce(c.approval_rate, 0) as approval_rate,
       c.received / (1 + c.insured_count) as received_per_insured, c.insured_count,
       c.received / nullif(c.capital, 0) as received_to_capital, c.age_days,
       coalesce(s.others, 0) as shared_traces, c.accounts, c.intermediary_share,
       case when r.n >= 3 then r.top / r.n end as reviewer_share,
       u.top / nullif(u.amount, 0) as use_top_payee_share
from company c
left join shared s on s.applicant_code = c.applicant_code
left join use_of u on u.applicant_code = c.applicant_code
left join reviewed r on r.applicant_code = c.applicant_code
