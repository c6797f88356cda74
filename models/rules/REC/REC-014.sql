-- id: REC-014
-- version: 3
-- title_zh: 拆单报销
-- title_en: One bill split into several claims
-- stream: reception
-- scheme: reception.claim
-- subject: organisation
-- kind: analytic
-- severity: 3
-- basis_zh: 公开通报案例（浦城：三天十三张连号发票、三家宾馆，单张均低于限额；雪野区：27 万元拆为 30 笔）；单笔审批限额由各地、各单位规定
-- basis_en: Published cases (Pucheng: 13 consecutive invoices in three days, each below the limit; Xueye: 270,000 yuan split into 30 claims);
--     the limit above which a claim needs more approval is set locally
-- basis_checked: no
-- requires: reception.payee_name
-- param: limit = 2000 yuan | zh 单笔报销须上一级审批的限额（请按本地规定设置） | en claims above this need a higher approval (set it to the local rule)
-- param: higher_limit = 5000 yuan | zh 再上一级审批的限额（请按本地规定设置） | en the limit of the next approval (set it to the local rule)
-- param: cash_card_limit = 1000 yuan | zh 须转账或公务卡结算的限额 | en claims above this must be paid by transfer or official card
-- param: gap_days = 1 days | zh 相邻两笔的最大间隔 | en days between two neighbouring claims, at most
-- param: burst = 3 claims | zh 扎堆：一串的笔数至少，且高于全部同类串的 99 分位（食堂除外） | en a burst: claims of a chain at least, and above the 99th percentile of all chains (canteens excepted)
-- param: close_to_limit = 0.8 share | zh 视为紧贴限额的比例 | en share of the limit that counts as just below it
-- unit: yuan
-- rescore: all
-- reason_zh: 收款方 {payee}：{when_zh} 报销 {claims} 笔共 {value} 元，单笔均不超过限额 {threshold} 元（{signs_zh}），疑似拆单报销，需核实
-- reason_en: Payee {payee}: {claims} claims of {value} yuan in all {when_en}, each within the limit of {threshold} yuan ({signs_en}); suspected split claim; to be verified

with claim as (
    select r.org_code, r.org_name, coalesce(r.payee_account, r.payee_name) as payee, r.payee_name, r.reception_id, r.reception_date, r.total_amount,
           r.letter_no, coalesce(r.guest_org_code, r.guest_org_name) as guest, r.voucher_no,
           case when r.invoice_no ~ '^\d{6,20}$' then r.invoice_no::numeric end as invoice,
           coalesce(r.venue_type in ('定点食堂', '内部食堂'), false) as canteen,
           (l.p ->> 'higher_limit')::numeric as limit_high, (l.p ->> 'limit')::numeric as limit_mid, (l.p ->> 'cash_card_limit')::numeric as limit_low,
           (l.p ->> 'burst')::integer as burst,
           (l.p ->> 'gap_days')::integer as gap_days, (l.p ->> 'close_to_limit')::numeric as close
    from reception r
    left join rule.limits('REC-014', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
    where r.total_amount > 0 and coalesce(r.payee_account, r.payee_name) is not null
),
stepped as (
    select *, case when reception_date - lag(reception_date) over w <= gap_days then 0 else 1 end as opens
    from claim window w as (partition by org_code, payee order by reception_date, reception_id)
),
chained as (
    select *, sum(opens) over (partition by org_code, payee order by reception_date, reception_id) as chain from stepped
),
numbered as (
    select *, invoice - lag(invoice) over (partition by org_code, payee, chain order by invoice) as step from chained
),
run as (
    select org_code, payee, chain, min(org_name) as org_name, min(payee_name) as payee_name, count(*) as claims, sum(total_amount) as total,
           max(total_amount) as most, min(total_amount) as least, min(reception_date) as first_on, max(reception_date) as last_on,
           min(limit_high) as limit_high, min(limit_mid) as limit_mid, min(limit_low) as limit_low, min(close) as close,
           min(burst) as burst, bool_or(canteen) as canteen,
           -- Signs that it is one bill: the same guests or letter throughout, invoices torn from one pad.
           count(distinct coalesce(letter_no, guest)) = 1 and count(coalesce(letter_no, guest)) = count(*) as one_visit,
           count(*) filter (where step = 1) >= greatest(count(*) - 1, 1) as consecutive,
           count(distinct voucher_no) = 1 and count(voucher_no) = count(*) as one_voucher,
           min(reception_id) as first_id, array_agg('reception:' || reception_id order by reception_date, reception_id) as evidence
    from numbered group by org_code, payee, chain
),
usual as (
    select percentile_disc(0.99) within group (order by claims) as claims from run where not canteen
),
tested as (
    -- The lowest limit that the claims stay under one by one and break together.
    select r.*, t.threshold, least >= close * t.threshold as hugging,
           not r.canteen and r.claims >= r.burst and r.claims > u.claims as bursting
    from run r
    join scope s on s.subject_code = r.org_code
    cross join usual u
    left join lateral (
        select v.threshold from (values (r.limit_low), (r.limit_mid), (r.limit_high)) v (threshold)
        where r.most <= v.threshold and r.total > v.threshold order by v.threshold limit 1) t on true
    where r.claims > 1
),
judged as (
    select *, case when threshold is not null and not one_voucher
                    and (consecutive or one_visit and claims >= 2 or hugging and claims >= 3 or bursting) then 'triggered' else 'not_triggered' end as state
    from tested
)
select org_code as subject_code, first_id as item_key, state,
       total as value, threshold, case when state = 'triggered' then total end as amount, last_on as event_on, evidence[1:50] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'amount_rows', case when state = 'triggered' then to_jsonb(evidence) end, 'payee', coalesce(payee_name, '未填写'), 'claims', claims,
           'when_zh', case when first_on < last_on then to_char(first_on, 'FMYYYY"年"FMMM"月"FMDD"日"') || '至' else '' end || to_char(last_on, 'FMYYYY"年"FMMM"月"FMDD"日"'),
           'when_en', case when first_on < last_on then 'from ' || to_char(first_on, 'FMDD FMMonth YYYY') || ' to ' || to_char(last_on, 'FMDD FMMonth YYYY') else 'on ' || to_char(last_on, 'FMDD FMMonth YYYY') end,
           'signs_zh', concat_ws('、', case when consecutive then '发票连号' end, case when one_visit then '同一来宾或公函' end, case when hugging then '均紧贴限额' end, case when bursting then '笔数扎堆' end),
           'signs_en', concat_ws(', ', case when consecutive then 'consecutive invoices' end, case when one_visit then 'one visit' end, case when hugging then 'all just below it' end, case when bursting then 'a burst of claims' end))) as detail
from judged
union all
select org_code, 'single', 'not_triggered', null, null, null, null, array[]::text[], null
from run join scope s on s.subject_code = run.org_code where claims = 1 group by org_code
union all
select r.org_code, 'no-payee', 'insufficient_data', null, null, null, null, null, jsonb_build_object('missing', jsonb_build_array('reception.payee_name'))
from reception r join scope s on s.subject_code = r.org_code
where r.payee_account is null and r.payee_name is null and r.total_amount > 0
group by r.org_code
