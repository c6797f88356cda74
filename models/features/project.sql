-- feature_set: project
-- version: 2
-- stream: project
-- subject_kind: project
-- title_zh: 政府投资项目
-- title_en: Public projects
-- feature: bidders | zh 有效投标人数 | en Valid bidders | unit 家 | direction low
-- feature: bid_cv | zh 报价离散系数 | en Coefficient of variation of the bids | direction low
-- feature: bid_spread | zh 报价极差率 | en Spread of the bids | direction low
-- feature: second_gap | zh 次低价与最低价之差率 | en Gap between the lowest and the second bid | direction both
-- feature: relative_distance | zh 最低价相对距离(对数) | en Relative distance of the lowest bid (log) | direction high
-- feature: even_steps | zh 报价等差程度 | en Evenness of the steps between bids | direction high
-- feature: rejected_share | zh 被否决投标占比 | en Share of bids rejected | direction high
-- feature: shared_traces | zh 共用设备作者电话账户的投标人数 | en Bidders that share device, author, phone or account | unit 家 | direction high
-- feature: discount | zh 中标价较控制价下浮率 | en Discount of the award on the control price | direction low
-- feature: budget_use | zh 中标价与概算之比 | en Award against the budget | direction high
-- feature: notice_days | zh 公告至截止天数 | en Days from notice to deadline | unit 天 | direction low
-- feature: sign_days | zh 中标至签约天数 | en Days from award to contract | unit 天 | direction both
-- feature: head_start_days | zh 先于签约开工天数 | en Days of work before the contract | unit 天 | direction high
-- feature: build_days | zh 工期 | en Days of building | unit 天 | direction high
-- feature: contract_uplift | zh 合同价较中标价增幅 | en Contract above the award | direction high
-- feature: change_ratio | zh 变更签证占合同比例 | en Changes as a share of the contract | direction high
-- feature: changes | zh 变更签证次数 | en Number of changes | unit 次 | direction high
-- feature: paid_ahead | zh 支付超前形象进度 | en Payment ahead of progress | direction high
-- feature: paid_share | zh 已付占合同比例 | en Paid as a share of the contract | direction high
-- feature: other_payee_share | zh 付给非中标单位占比 | en Share paid to others than the contractor | direction high
-- feature: settlement_ratio | zh 送审结算价与合同之比 | en Submitted settlement against the contract | direction high
-- feature: settlement_cut | zh 结算审减率 | en Cut of the settlement on audit | direction high
-- Screens after Huber and Imhof (2019) and Abrantes-Metz et al. (2006), on valid bids of tenders with at least three; rigged bids are too
-- regular, so low spread is the suspicious side, and peers are tenders of the same kind and method.
-- Some sources fill an amount they do not know with 0, 1 yuan or the like. One of at most 1 yuan, or of a hundredth of
-- the award or the contract, is such a placeholder: what would be measured against it is not known.
with one_project as (
    select q.*, case when q.control_price > z.least_known then q.control_price end as real_control, case when q.budget_amount > z.least_known then q.budget_amount end as real_budget,
           case when q.award_amount > z.least_known then q.award_amount end as real_award, case when q.contract_amount > z.least_known then q.contract_amount end as real_contract,
           case when q.settlement_submitted > z.least_known then q.settlement_submitted end as real_submitted
    from (select distinct on (project_id) * from project order by project_id, recorded_from desc, source_id) q
    cross join lateral (select greatest(1, 0.01 * q.award_amount, 0.01 * q.contract_amount) as least_known) z
),
valid as (
    select b.project_id, b.bidder_code, b.bid_id, b.bid_amount,
           row_number() over (partition by b.project_id order by b.bid_amount, b.bid_id) as place
    from bid b where b.bid_amount > 0 and b.status is distinct from '否决' and b.status is distinct from '撤回'
),
step as (
    select project_id, stddev_samp(gap) / nullif(avg(gap), 0) as unevenness from (
        select project_id, bid_amount - lag(bid_amount) over (partition by project_id order by bid_amount, bid_id) as gap from valid) gaps
    where gap is not null group by 1 having count(*) >= 3
),
screen as (
    select project_id, count(*) as n,
           stddev_samp(bid_amount) / avg(bid_amount) as cv,
           (max(bid_amount) - min(bid_amount)) / min(bid_amount) as spread,
           (min(bid_amount) filter (where place = 2) - min(bid_amount)) / min(bid_amount) as second_gap,
           (min(bid_amount) filter (where place = 2) - min(bid_amount)) / nullif(stddev_samp(bid_amount) filter (where place > 1), 0) as relative_distance
    from valid group by 1
),
trace as (
    select b.project_id, b.bidder_code, t.kind, t.value
    from bid b
    cross join lateral (values ('device', b.device_id), ('author', b.document_author), ('phone', b.phone), ('account', b.deposit_account),
        ('legal_rep', b.legal_rep), ('contact', b.contact), ('address', b.address)) t (kind, value)
    where t.value is not null
),
shared as (
    select project_id, count(distinct bidder_code) as bidders from (
        select project_id, bidder_code, min(bidder_code) over same as low, max(bidder_code) over same as high
        from trace window same as (partition by project_id, kind, value)) s
    where low <> high group by 1
),
every_bid as (
    select project_id, count(*) as n, avg((status = '否决')::int) as rejected, count(*) filter (where device_id is not null or document_author is not null or phone is not null) as traced,
           (array_agg('bid:' || bid_id order by bid_amount, bid_id))[1:10] as evidence
    from bid group by 1
),
paying as (
    select e.*, sum(e.amount) over (partition by e.project_id order by e.event_on, e.event_id) as paid_so_far
    from project_event e where e.event_kind = '支付'
),
paid as (
    select y.project_id, max(y.paid_so_far / p.real_contract - y.progress_pct / 100) as ahead, sum(y.amount) as amount,
           sum(y.amount) filter (where y.payee_name <> p.supplier_name) as to_others
    from paying y join one_project p on p.project_id = y.project_id group by 1
),
changed as (
    select project_id, sum(amount) as amount, count(*) as n from project_event where event_kind in ('变更', '签证') group by 1
),
event as (
    select project_id, (array_agg('project_event:' || event_id order by amount desc, event_id))[1:9] as evidence from project_event group by 1
)
select p.project_id as subject_code, p.project_name as subject_name, p.region_code, p.sector,
       concat_ws('/', coalesce(p.project_kind, '-'), coalesce(p.tender_method, '-')) as peer_group,
       coalesce(p.contract_amount, p.award_amount, p.budget_amount) as amount,
       array['project:' || p.project_id] || coalesce(b.evidence, '{}') || coalesce(e.evidence, '{}') as evidence,
       s.n as bidders,
       case when s.n >= 3 then s.cv end as bid_cv,
       case when s.n >= 3 then s.spread end as bid_spread,
       case when s.n >= 3 then s.second_gap end as second_gap,
       case when s.n >= 3 then ln(1 + s.relative_distance) end as relative_distance,
       1 / (0.1 + t.unevenness) as even_steps,
       b.rejected as rejected_share,
       case when b.traced > 0 then coalesce(h.bidders, 0) end as shared_traces,
       1 - p.real_award / p.real_control as discount,
       p.real_award / p.real_budget as budget_use,
       (p.bid_deadline at time zone 'Asia/Shanghai')::date - p.tender_notice_on as notice_days,
       p.contract_signed_on - p.awarded_on as sign_days,
       greatest(0, p.contract_signed_on - p.started_on) as head_start_days,
       p.completed_on - p.started_on as build_days,
       p.real_contract / p.real_award - 1 as contract_uplift,
       coalesce(c.amount, 0) / p.real_contract as change_ratio,
       coalesce(c.n, 0) as changes,
       d.ahead as paid_ahead,
       d.amount / p.real_contract as paid_share,
       coalesce(d.to_others, 0) / nullif(d.amount, 0) as other_payee_share,
       p.real_submitted / p.real_contract as settlement_ratio,
       1 - p.settlement_audited / p.real_submitted as settlement_cut
from one_project p
left join screen s on s.project_id = p.project_id
left join step t on t.project_id = p.project_id
left join shared h on h.project_id = p.project_id
left join every_bid b on b.project_id = p.project_id
left join paid d on d.project_id = p.project_id
left join changed c on c.project_id = p.project_id
left join event e on e.project_id = p.project_id
