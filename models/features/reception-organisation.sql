-- feature_set: reception-organisation
-- version: 1
-- stream: reception
-- subject_kind: organisation
-- title_zh: 接待单位
-- title_en: Host bureaus
-- feature: receptions_per_month | zh 月均接待次数 | en Receptions per month | unit 次 | direction high
-- feature: spend_per_guest | zh 来宾人均支出 | en Spend per guest | unit 元 | direction high
-- feature: meal_per_head | zh 人均餐费 | en Meal cost per head | unit 元 | direction high
-- feature: just_under_share | zh 紧贴接待标准的比例 | en Share just under the standard | direction high
-- feature: over_share | zh 超过接待标准的比例 | en Share above the standard | direction high
-- feature: escort_ratio | zh 陪餐人数与来宾人数之比 | en Escorts per guest | direction high
-- feature: no_letter_share | zh 无公函比例 | en Share without a letter | direction high
-- feature: receptions_per_letter | zh 每份公函对应的接待次数 | en Receptions per letter | unit 次 | direction high
-- feature: top_guest_share | zh 同一来访单位占比 | en Share of the most frequent guest | direction high
-- feature: reciprocity | zh 互访占比 | en Share of visits that are returned | direction high
-- feature: same_county_share | zh 同县区来宾占比 | en Share of guests from the same county | direction high
-- feature: off_day_share | zh 休息日接待占比 | en Share on days off | direction high
-- feature: top_payee_share | zh 同一收款方金额占比 | en Share paid to the largest payee | direction high
-- feature: neighbour_share | zh 同一收款方一日内连续报销占比 | en Share with another bill of the same payee within a day | direction high
-- feature: round_share | zh 整百金额占比 | en Share of amounts in whole hundreds | direction high
-- feature: alcohol_share | zh 酒水占比 | en Share spent on alcohol | direction high
-- feature: year_end_share | zh 12月支出占比 | en Share spent in December | direction high
-- feature: unusual_venue_share | zh 非定点场所占比 | en Share in clubs and farmhouses | direction high
-- feature: cash_share | zh 现金扫码支付占比 | en Share paid in cash or by scan | direction high
-- feature: growth | zh 近12个月与此前12个月支出之比(对数) | en Spend of the last 12 months against the 12 before (log) | direction high
-- Shares are given from five receptions on: below, chance alone makes them 0 or 1.
with dated as (
    select r.*,
           coalesce(r.guest_org_code, r.guest_org_name) as guest,
           coalesce(r.payee_account, r.payee_name) as payee,
           r.meal_amount / nullif((r.guest_count + coalesce(r.accompany_count, 0)) * greatest(coalesce(r.meal_count, 1), 1), 0) as per_head,
           coalesce(h.kind = '放假', extract(isodow from r.reception_date) > 5) and coalesce(h.kind, '') <> '调休上班' as off_day,
           max(r.reception_date) over () as latest
    from reception r
    left join (select day, min(kind) as kind from holiday group by day) h on h.day = r.reception_date
),
visits as (
    select org_code as host, guest, count(*) as n from dated where guest is not null group by 1, 2
),
mutual as (
    select there.host, there.guest, least(there.n, back.n) as n
    from visits there join visits back on back.host = there.guest and back.guest = there.host
    where there.host <> there.guest
),
marked as (
    select d.*,
           d.per_head / d.standard_per_head > 0.95 and d.per_head <= d.standard_per_head as just_under,
           d.per_head > d.standard_per_head as over_standard,
           m.host is not null as returned,
           coalesce(d.payee is not null and least(
               d.reception_date - lag(d.reception_date) over same_payee, lead(d.reception_date) over same_payee - d.reception_date) <= 1, false) as neighbour,
           count(*) over (partition by d.org_code, d.letter_no) as on_letter
    from dated d
    left join mutual m on m.host = d.org_code and m.guest = d.guest
    window same_payee as (partition by d.org_code, d.payee order by d.reception_date, d.reception_id)
),
top_guest as (
    select host, max(n) as n from visits group by host
),
top_payee as (
    select org_code, max(paid) as paid from (
        select org_code, payee, sum(total_amount) as paid from dated where payee is not null group by 1, 2) p
    group by org_code
),
per_host as (
    select org_code,
           max(org_name) as org_name, max(region_code) as region_code, max(org_level) as org_level, max(sector) as sector,
           count(*) as n, sum(total_amount) as amount,
           count(*) / greatest(1, (max(latest) - min(reception_date)) / 30.4) as receptions_per_month,
           sum(total_amount) / nullif(sum(guest_count), 0) as spend_per_guest,
           sum(meal_amount) / nullif(sum((guest_count + coalesce(accompany_count, 0)) * greatest(coalesce(meal_count, 1), 1)), 0) as meal_per_head,
           avg(just_under::int) as just_under_share,
           avg(over_standard::int) as over_share,
           sum(accompany_count) filter (where accompany_count is not null)::numeric / nullif(sum(guest_count) filter (where accompany_count is not null), 0) as escort_ratio,
           avg((letter_no is null)::int) as no_letter_share,
           count(letter_no)::numeric / nullif(count(distinct letter_no), 0) as receptions_per_letter,
           avg(returned::int) as reciprocity,
           avg((guest_region_code = region_code)::int) as same_county_share,
           avg(off_day::int) as off_day_share,
           avg(neighbour::int) as neighbour_share,
           avg((total_amount % 100 = 0)::int) as round_share,
           sum(coalesce(alcohol_amount, 0)) / nullif(sum(total_amount), 0) as alcohol_share,
           sum(total_amount) filter (where extract(month from reception_date) = 12) / nullif(sum(total_amount), 0) as year_end_share,
           avg((venue_type in ('农家乐', '私人会所'))::int) as unusual_venue_share,
           avg((payment_method in ('现金', '扫码'))::int) as cash_share,
           sum(total_amount) filter (where reception_date > latest - 365) as last_year,
           sum(total_amount) filter (where reception_date <= latest - 365 and reception_date > latest - 730) as year_before,
           (array_agg('reception:' || reception_id order by
               (letter_no is null)::int + coalesce(just_under, false)::int + coalesce(over_standard, false)::int + returned::int + off_day::int
               + coalesce(neighbour, false)::int + (letter_no is not null and on_letter > 1)::int + coalesce(guest_region_code = region_code, false)::int desc,
               total_amount desc, reception_id))[1:20] as evidence
    from marked
    group by org_code
)
select h.org_code as subject_code, h.org_name as subject_name, h.region_code, h.sector,
       concat_ws('/', coalesce(h.org_level, '-'), left(h.region_code, 4), coalesce(h.sector, '-')) as peer_group,
       h.amount, h.evidence,
       h.receptions_per_month, h.spend_per_guest, h.meal_per_head, h.escort_ratio,
       case when h.n >= 5 then h.just_under_share end as just_under_share,
       case when h.n >= 5 then h.over_share end as over_share,
       case when h.n >= 5 then h.no_letter_share end as no_letter_share,
       case when h.n >= 5 then h.receptions_per_letter end as receptions_per_letter,
       case when h.n >= 5 then g.n::numeric / h.n end as top_guest_share,
       case when h.n >= 5 then h.reciprocity end as reciprocity,
       case when h.n >= 5 then h.same_county_share end as same_county_share,
       case when h.n >= 5 then h.off_day_share end as off_day_share,
       case when h.n >= 5 then p.paid / nullif(h.amount, 0) end as top_payee_share,
       case when h.n >= 5 then h.neighbour_share end as neighbour_share,
       case when h.n >= 5 then h.round_share end as round_share,
       case when h.n >= 5 then h.alcohol_share end as alcohol_share,
       case when h.n >= 5 then h.year_end_share end as year_end_share,
       case when h.n >= 5 then h.unusual_venue_share end as unusual_venue_share,
       case when h.n >= 5 then h.cash_share end as cash_share,
       case when h.last_year > 0 and h.year_before > 0 then ln(h.last_year / h.year_before) end as growth
from per_host h
left join top_guest g on g.host = h.org_code
left join top_payee p on p.org_code = h.org_code
