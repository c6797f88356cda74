-- id: SUB-005
-- version: 1
-- title_zh: 多个申领主体共用要素
-- title_en: Recipients share telephone, account, address or head
-- stream: subsidy
-- scheme: subsidy.eligibility
-- subject: company
-- kind: analytic
-- severity: 3
-- basis_zh: 分析性信号，无法定数值；参见《财政违法行为处罚处分条例》第十四条
-- basis_en: An analytic signal without a legal number; see Regulations on Penalties for Fiscal Offences art. 14
-- basis_checked: no
-- requires: subsidy.applicant_code
-- param: size = 3 companies | zh 团组最少家数 | en fewest companies of a group
-- param: soft_hub = 10 companies | zh 共用家数超过此数时按比例降权 | en a value shared by more companies than this counts less in proportion
-- param: hub = 50 companies | zh 共用家数超过此数时不用 | en a value shared by more companies than this is dropped
-- param: quantile = 0.9 quantile | zh 团组合计金额须达到所涉政策单件金额的分位 | en quantile of single grants of the programmes concerned that the group's total must reach
-- param: min_peers = 20 companies | zh 申领主体最少家数 | en fewest applicants for comparison
-- rescore: all
-- reason_zh: {subject_name} 与另外 {others} 家申领主体（{names}）共用{shared_zh}，合计申领 {total} 元，疑似关联团组，需核实
-- reason_en: {subject_name} and {others} other recipients ({names}) share {shared_en} and applied for {total} yuan together; suspected linked group, to be verified

with recursive applicants as materialized (
    select applicant_code as code, min(applicant_name) as name, min(region_code) as region_code, max(applied_on) as last_on,
           sum(coalesce(disbursed_amount, approved_amount, applied_amount)) as money, array_agg('subsidy:' || application_id order by application_id) as keys
    from subsidy
    where applicant_code not like 'p\_%' and coalesce(approved_amount, applied_amount) > 0
    group by applicant_code
), elements as (
    select distinct s.applicant_code as code, e.kind, e.value, e.weight
    from subsidy s
    cross join lateral (values ('account', s.bank_account, 1.0), ('account', s.payee_account, 1.0), ('phone', s.phone, 1.0),
                               ('address', s.address, 0.6), ('head', s.legal_rep, 0.6)) e(kind, value, weight)
    where e.value is not null and s.applicant_code not like 'p\_%'
), degrees as (
    select kind, value, count(*) as companies from elements group by kind, value having count(*) > 1
), settings as materialized (
    select region_code, rule.param('SUB-005', 'size', region_code, null) as least_size, rule.param('SUB-005', 'soft_hub', region_code, null) as soft_hub,
           rule.param('SUB-005', 'hub', region_code, null) as hub, rule.param('SUB-005', 'quantile', region_code, null) as quantile,
           rule.param('SUB-005', 'min_peers', region_code, null) as min_peers
    from (select distinct region_code from applicants) r
), links as (
    select e.code, e.kind, e.value, e.weight * least(1, (select max(soft_hub) from settings) / d.companies) as weight
    from elements e
    join degrees d using (kind, value)
    where d.companies <= (select max(hub) from settings)
), edges as materialized ( -- a telephone or an account links by itself; an address and a head only together
    select one, other, array_agg(kind order by kind) as kinds
    from (select a.code as one, b.code as other, a.kind, max(a.weight) as weight
          from links a
          join links b on b.kind = a.kind and b.value = a.value and b.code > a.code
          group by a.code, b.code, a.kind) k
    group by one, other
    having sum(weight) >= 1
), both_ways as materialized (
    select one, other from edges union all select other, one from edges
), reach(code, member) as (
    select distinct one, one from both_ways
    union
    select r.code, b.other from reach r join both_ways b on b.one = r.member
), groups as (
    select code, min(member) as group_key, count(*) as size from reach group by code
), totals as (
    select g.group_key, sum(a.money) as total, array_agg(a.name order by a.money desc, a.code) as names
    from groups g
    join applicants a using (code)
    group by g.group_key
), shared as (
    select g.group_key, array_agg(distinct kind order by kind) as kinds
    from edges e
    join groups g on g.code = e.one
    cross join unnest(e.kinds) kind
    group by g.group_key
), proof as (
    select g.group_key, (array_agg(key order by a.code, key))[1:50] as keys
    from groups g
    join applicants a using (code)
    cross join unnest(a.keys) key
    where g.size >= (select min(least_size) from settings)
    group by g.group_key
), grants as ( -- what one application brings, by programme
    select coalesce(programme_code, programme_name) as programme, count(*) as grants,
           array_agg(coalesce(disbursed_amount, approved_amount, applied_amount) order by coalesce(disbursed_amount, approved_amount, applied_amount)) as amounts
    from subsidy
    where coalesce(approved_amount, applied_amount) > 0 and applicant_code not like 'p\_%'
    group by 1
), yardsticks as ( -- the top of single grants in the programmes that the group drew on
    select g.group_key, max(p.amounts[ceil((select max(quantile) from settings) * p.grants)::integer]) as large
    from groups g
    join (select distinct applicant_code as code, coalesce(programme_code, programme_name) as programme from subsidy) s using (code)
    join grants p using (programme)
    group by g.group_key
), everyone as (
    select count(*) as applicants from applicants
)
select c.subject_code,
       'shared' as item_key,
       case when a.code is null then 'not_applicable'
            when not exists (select from elements e where e.code = a.code) or y.applicants < s.min_peers then 'insufficient_data'
            when g.size >= s.least_size and t.total >= z.large then 'triggered'
            else 'not_triggered' end as state,
       coalesce(g.size, 1)::numeric as value,
       s.least_size as threshold,
       a.money as amount,
       a.last_on as event_on,
       coalesce(p.keys, a.keys, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', a.name, 'others', g.size - 1, 'total', t.total, 'label_zh', '共用要素的主体', 'label_en', 'parties that share',
           'names', (select string_agg(n, '、') from unnest(t.names[1:8]) n where n <> a.name),
           'shared_zh', (select string_agg(case k when 'account' then '账号' when 'phone' then '电话' when 'address' then '地址' else '法定代表人' end, '、' order by k) from unnest(h.kinds) k),
           'shared_en', (select string_agg(case k when 'phone' then 'telephone' when 'head' then 'legal representative' else k end, ', ' order by k) from unnest(h.kinds) k),
       'missing', nullif(to_jsonb(array_remove(array[
           case when a.code is not null and not exists (select from elements e where e.code = a.code) then 'subsidy.phone' end,
           case when y.applicants < s.min_peers then 'subsidy.applicant_code' end], null)), '[]'))) as detail
from (select distinct x.applicant_code as subject_code from subsidy x join scope z on z.subject_code = x.applicant_code) c
left join applicants a on a.code = c.subject_code
left join settings s on s.region_code = a.region_code
left join groups g on g.code = a.code
left join totals t on t.group_key = g.group_key
left join shared h on h.group_key = g.group_key
left join proof p on p.group_key = g.group_key
left join yardsticks z on z.group_key = g.group_key
cross join everyone y
