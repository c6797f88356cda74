-- feature_set: subsidy-application
-- version: 1
-- stream: subsidy
-- subject_kind: application
-- title_zh: 奖补申报
-- title_en: Subsidy applications
-- feature: applied_log | zh 申报金额(对数) | en Amount applied for (log) | direction high
-- feature: approved_share | zh 批复占申报比例 | en Approved as a share of applied | direction high
-- feature: age_days | zh 申报时成立天数 | en Age of the applicant | unit 天 | direction low
-- feature: insured_count | zh 参保人数 | en Insured staff | unit 人 | direction low
-- feature: amount_per_insured | zh 每参保人申报金额 | en Amount per insured person | unit 元 | direction high
-- feature: amount_to_capital | zh 申报金额与注册资本之比 | en Amount against registered capital | direction high
-- feature: shared_traces | zh 共用电话地址账户法人的申报主体数 | en Applicants that share phone, address, account or representative | unit 个 | direction high
-- feature: same_summary | zh 项目内容相同的其他申报 | en Other applications with the same summary | unit 件 | direction high
-- feature: same_year | zh 同一主体当年申报件数 | en Applications of the applicant in the year | unit 件 | direction high
-- feature: same_year_departments | zh 同一主体当年申报部门数 | en Departments it applied to in the year | unit 个 | direction high
-- feature: days_to_approval | zh 申报至批复天数 | en Days from application to approval | unit 天 | direction both
-- feature: steps_back | zh 环节日期倒挂数 | en Steps dated before the one they follow | unit 处 | direction high
-- feature: steps_same_day | zh 同日完成的环节数 | en Steps done on the same day | unit 处 | direction high
-- feature: days_overdue | zh 拨付逾期天数 | en Days disbursed after the due date | unit 天 | direction high
-- feature: disbursed_share | zh 拨付占批复比例 | en Disbursed as a share of approved | direction both
-- feature: other_payee | zh 收款方与申报主体不一致 | en Payee other than the applicant | direction high
-- feature: same_hand | zh 评审人与批复人相同 | en Reviewer and approver are the same | direction high
-- feature: use_top_payee_share | zh 资金使用最大收款方占比 | en Share of the use paid to one payee | direction high
-- feature: use_back_share | zh 资金回流申报相关账户占比 | en Share of the use that returns to the applicant or its agent | direction high
-- feature: used_in_a_week_share | zh 拨付七日内转出占比 | en Share of the use within a week of payment | direction high
-- feature: used_share | zh 已使用占拨付比例 | en Used as a share of disbursed | direction both
with one as (
    select distinct on (application_id) * from subsidy order by application_id, recorded_from desc, source_id
),
trace as (
    select a.application_id, a.applicant_code, t.kind, t.value
    from one a
    cross join lateral (values ('phone', a.phone), ('address', a.address), ('account', a.bank_account), ('legal_rep', a.legal_rep),
        ('payee', a.payee_account)) t (kind, value)
    where t.value is not null
),
common as (
    -- An incubator's address or a bookkeeper's telephone (more than 50 users) says nothing about any of them.
    select kind, value from trace group by 1, 2 having count(distinct applicant_code) between 2 and 50
),
shared as (
    select a.application_id, count(distinct b.applicant_code) as applicants, array_agg(distinct 'subsidy:' || b.application_id) as evidence
    from trace a join common using (kind, value) join trace b using (kind, value)
    where b.applicant_code <> a.applicant_code group by 1
),
summary as (
    select s.application_id, count(*) over same - 1 as others from (
        select application_id, md5(regexp_replace(project_summary, '[[:space:][:punct:]，。；、：（）]', '', 'g')) as text
        from one where length(project_summary) >= 8) s
    window same as (partition by text)
),
yearly as (
    select applicant_code, extract(year from applied_on) as year, count(*) as n, count(distinct department_name) as departments
    from one group by 1, 2
),
step as (
    select a.application_id,
           count(*) filter (where s.day < s.before) as back, count(*) filter (where s.day = s.before) as same_day
    from one a
    cross join lateral (values (a.accepted_on, a.applied_on), (a.reviewed_on, a.accepted_on), (a.publicised_on, a.reviewed_on),
        (a.approved_on, a.publicised_on), (a.disbursed_on, a.approved_on)) s (day, before)
    group by 1
),
spent as (
    select u.*, coalesce(u.payee_account, u.payee_name) as payee, a.applicant_code,
           coalesce(u.payee_account in (a.bank_account, a.payee_account), false) or u.payee_name in (a.applicant_name, a.intermediary_name) as returns,
           u.used_on - a.disbursed_on between 0 and 7 as within_a_week
    from fund_use u join one a on a.application_id = u.application_id
),
use_of as (
    select s.application_id, sum(s.amount) as amount, sum(s.amount) filter (where s.returns) as returned,
           sum(s.amount) filter (where s.within_a_week) as quick,
           (array_agg('fund_use:' || s.use_id order by coalesce(s.returns, false) desc, s.amount desc, s.use_id))[1:8] as evidence
    from spent s group by 1
),
top_payee as (
    select application_id, max(amount) as amount, count(*) as payees from (
        select application_id, payee, sum(amount) as amount from spent where payee is not null group by 1, 2) p group by 1
)
select a.application_id as subject_code, coalesce(a.applicant_name || '：' || coalesce(a.project_title, a.programme_name), a.application_id) as subject_name,
       a.region_code, a.department_name as sector,
       concat_ws('/', coalesce(a.programme_kind, '-'), coalesce(a.programme_code, a.programme_name)) as peer_group,
       coalesce(a.disbursed_amount, a.approved_amount, a.applied_amount) as amount,
       array['subsidy:' || a.application_id] || coalesce(h.evidence[1:10], '{}') || coalesce(u.evidence, '{}') as evidence,
       ln(greatest(1, a.applied_amount)) as applied_log,
       a.approved_amount / nullif(a.applied_amount, 0) as approved_share,
       a.applied_on - a.established_on as age_days,
       a.insured_count,
       a.applied_amount / (1 + a.insured_count) as amount_per_insured,
       a.applied_amount / nullif(a.registered_capital, 0) as amount_to_capital,
       coalesce(h.applicants, 0) as shared_traces,
       coalesce(t.others, 0) as same_summary,
       y.n as same_year,
       y.departments as same_year_departments,
       a.approved_on - a.applied_on as days_to_approval,
       p.back as steps_back,
       p.same_day as steps_same_day,
       greatest(0, a.disbursed_on - a.disburse_due_on) as days_overdue,
       a.disbursed_amount / nullif(a.approved_amount, 0) as disbursed_share,
       (a.payee_name <> a.applicant_name)::int as other_payee,
       (a.reviewer = a.approver)::int as same_hand,
       case when u.amount > 0 then o.amount / u.amount end as use_top_payee_share,
       case when u.amount > 0 then coalesce(u.returned, 0) / u.amount end as use_back_share,
       case when u.amount > 0 then coalesce(u.quick, 0) / u.amount end as used_in_a_week_share,
       u.amount / nullif(a.disbursed_amount, 0) as used_share
from one a
left join shared h on h.application_id = a.application_id
left join summary t on t.application_id = a.application_id
left join yearly y on y.applicant_code = a.applicant_code and y.year = extract(year from a.applied_on)
left join step p on p.application_id = a.application_id
left join use_of u on u.application_id = a.application_id
left join top_payee o on o.application_id = a.application_id
