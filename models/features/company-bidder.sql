-- feature_set: company-bidder
-- version: 2
-- stream: bid
-- subject_kind: company
-- title_zh: 投标企业
-- title_en: Bidders
-- feature: win_rate | zh 中标率 | en Win rate | direction both
-- feature: single_owner_share | zh 同一建设单位中标占比 | en Share of wins from one owner | direction high
-- feature: partner_share | zh 与同一企业同场投标占比 | en Share of bids beside the same rival | direction high
-- feature: steady_partners | zh 固定同场企业数 | en Rivals met in most tenders | unit 家 | direction high
-- feature: loses_to_partner | zh 固定同场企业中标占比 | en Share of tenders won by the steady rival | direction high
-- feature: rank_spread | zh 报价名次离散度 | en Spread of the bid's rank | direction low
-- feature: distance_to_lowest | zh 报价与最低价之差率 | en Distance of its bids to the lowest | direction both
-- feature: shared_traces | zh 共用设备作者电话账户的企业数 | en Companies that share device, author, phone or account | unit 家 | direction high
-- feature: rejected_share | zh 被否决占比 | en Share of its bids rejected | direction high
-- feature: regions | zh 投标地区数 | en Regions it bids in | unit 个 | direction both
-- feature: last_minute_share | zh 与他人十分钟内递交占比 | en Share submitted within ten minutes of a rival | direction high
-- Companies with at least three bids. A rival is steady when met in at least three tenders and at least half of the company's.
with tender as (
    select b.bid_id, b.project_id, b.bidder_code, b.bidder_name, b.bid_amount, b.submitted_at, b.status, p.region_code, p.owner_code, p.owner_name,
           p.supplier_code, p.award_amount,
           b.bidder_code = p.supplier_code as won,
           rank() over (partition by b.project_id order by b.bid_amount)::numeric / count(*) over (partition by b.project_id) as place,
           b.bid_amount / nullif(min(b.bid_amount) over (partition by b.project_id), 0) - 1 as distance,
           case when timed then least(b.submitted_at - lag(b.submitted_at) over submitted, lead(b.submitted_at) over submitted - b.submitted_at) < interval '10 minutes' end as beside,
           count(*) over (partition by b.project_id) as rivals
    from (select distinct on (project_id, bidder_code) * from bid order by project_id, bidder_code, bid_amount, bid_id) b
    join (select distinct on (project_id) * from project order by project_id, recorded_from desc, source_id) p on p.project_id = b.project_id
    -- A day without an hour is stored as its midnight, of a release from abroad (OCDS) as that of Greenwich.
    cross join lateral (select (b.submitted_at at time zone 'Asia/Shanghai')::time <> '00:00' and not (p.region_code = '000000' and (b.submitted_at at time zone 'UTC')::time = '00:00') as timed) t
    window submitted as (partition by b.project_id, timed order by b.submitted_at, b.bid_id)
),
bidder as (
    select bidder_code, max(bidder_name) as bidder_name, count(*) as n, count(*) filter (where won) as wins,
           avg(won::int) as win_rate, stddev_samp(place) as rank_spread, avg(distance) as distance,
           avg((status = '否决')::int) as rejected, count(distinct region_code) as regions,
           avg(beside::int) as beside, mode() within group (order by region_code) as region_code,
           coalesce(sum(award_amount) filter (where won), 0) as amount
    from tender group by 1 having count(*) >= 3
),
owner as (
    select bidder_code, max(n) as n from (
        select bidder_code, coalesce(owner_code, owner_name) as owner, count(*) as n from tender where won group by 1, 2) o group by 1
),
met as (
    select a.bidder_code, c.bidder_code as rival, count(*) as n, count(*) filter (where c.won) as lost_to
    from tender a join tender c on c.project_id = a.project_id and c.bidder_code <> a.bidder_code
    where a.bidder_code in (select bidder_code from bidder)
    group by 1, 2 having count(*) >= 3
),
partner as (
    select m.bidder_code, max(m.n / b.n::numeric) as share, count(*) filter (where m.n * 2 >= b.n) as steady,
           sum(m.lost_to) filter (where m.n * 2 >= b.n) / max(b.n)::numeric as lost_to
    from met m join bidder b on b.bidder_code = m.bidder_code group by 1
),
trace as (
    select distinct b.bidder_code, t.kind, t.value
    from bid b
    cross join lateral (values ('device', b.device_id), ('author', b.document_author), ('phone', b.phone), ('account', b.deposit_account),
        ('legal_rep', b.legal_rep), ('contact', b.contact), ('address', b.address)) t (kind, value)
    where t.value is not null
),
common as (
    -- A hub (an agency's copy shop, an office tower) says little about any two of its users.
    select kind, value from trace group by 1, 2 having count(*) between 2 and 20
),
shared as (
    select a.bidder_code, count(distinct c.bidder_code) as companies
    from trace a join common using (kind, value) join trace c using (kind, value) where c.bidder_code <> a.bidder_code group by 1
),
shown as (
    select bidder_code, (array_agg('bid:' || bid_id order by won desc nulls last, beside desc nulls last, bid_amount desc, bid_id))[1:20] as evidence
    from tender group by 1
)
select b.bidder_code as subject_code, b.bidder_name as subject_name, b.region_code, null as sector,
       case when b.n >= 10 then '常投' else '偶投' end as peer_group, b.amount, s.evidence,
       b.win_rate, case when b.wins >= 3 then o.n::numeric / b.wins end as single_owner_share,
       coalesce(p.share, 0) as partner_share, coalesce(p.steady, 0) as steady_partners, coalesce(p.lost_to, 0) as loses_to_partner,
       b.rank_spread, b.distance as distance_to_lowest, coalesce(h.companies, 0) as shared_traces, b.rejected as rejected_share,
       b.regions, b.beside as last_minute_share
from bidder b
left join owner o on o.bidder_code = b.bidder_code
left join partner p on p.bidder_code = b.bidder_code
left join shared h on h.bidder_code = b.bidder_code
left join shown s on s.bidder_code = b.bidder_code
