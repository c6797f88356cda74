-- id: COL-002
-- version: 3
-- title_zh: 同一网络地址上传标书
-- title_en: Bids uploaded from one network address
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 3
-- basis_zh: 《招标投标法实施条例》第四十条第（二）项（佐证）
-- basis_en: Tendering Law Implementing Regulations art. 40(2), as supporting evidence
-- basis_checked: no
-- requires: bid.device_id, bid.submitted_at
-- param: hours = 2 hours | zh 两次上传相隔上限 | en longest time between two uploads
-- param: hub = 20 bidders | zh 地址在全部项目中涉及的投标人超过此数时不用 | en an address used by more bidders than this identifies nobody
-- group: bid: lower(btrim(device_id))
-- reason_zh: {subject_name}：{bidders} 在 {threshold} 小时内从同一网络地址 {mark} 上传投标文件，疑似委托同一单位办理投标，需核实
-- reason_en: {subject_name}: {bidders} uploaded their bids from one network address ({mark}) within {threshold} hours; suspected to be handled by one party, to be verified

with uploads as (
    -- A day without an hour is stored as its midnight: the upload may have come until the day's end.
    select project_id, bid_id, bidder_code, bidder_name, submitted_at, timed, submitted_at + case when timed then interval '0' else interval '24 hours' end as latest, lower(btrim(device_id)) as address
    from bid
    cross join lateral (select (submitted_at at time zone 'Asia/Shanghai')::time <> '00:00' as timed) hour
    where status is distinct from '撤回' and submitted_at is not null
      and (btrim(device_id) ~ '^[0-9]{1,3}([.][0-9]{1,3}){3}$' or btrim(device_id) ~* '^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}$' and btrim(device_id) !~* '^([0-9a-f]{2}:){5}[0-9a-f]{2}$')
      and btrim(device_id) !~ '^(10|127|192[.]168|172[.](1[6-9]|2[0-9]|3[01]))[.]' -- inside networks: equal by chance
), degrees as (
    select address, count(distinct bidder_code) as bidders
    from uploads
    group by address
), settings as (
    select p.*, rule.param('COL-002', 'hours', p.region_code, p.awarded_on) as hours, rule.param('COL-002', 'hub', p.region_code, p.awarded_on) as hub
    from project p
    join scope s on s.subject_code = p.project_id
    offset 0
), pairs as (
    select a.project_id, a.address, a.bidder_code as one, b.bidder_code as other, a.bidder_name || '、' || b.bidder_name as names,
           array['bid:' || a.bid_id, 'bid:' || b.bid_id] as bids,
           a.timed and b.timed as timed, abs(extract(epoch from a.submitted_at - b.submitted_at)) / 3600 as apart
    from uploads a
    join uploads b on b.project_id = a.project_id and b.address = a.address and b.bidder_code > a.bidder_code
    join degrees d on d.address = a.address
    join settings t on t.project_id = a.project_id
    -- how close they may have been: the distance between the times at which each can have come
    where d.bidders <= t.hub and extract(epoch from greatest(a.submitted_at - b.latest, b.submitted_at - a.latest)) / 3600 <= t.hours
), closest as (
    select distinct on (project_id) * from pairs where timed order by project_id, apart, one, other
), undecided as (
    select distinct project_id from pairs where not timed
), proof as (
    select project_id, array_agg(distinct bid order by bid) as bids from pairs cross join unnest(bids) bid where timed group by project_id
), known as (
    select project_id, count(distinct bidder_code) as addressed from uploads group by project_id
), entrants as (
    select project_id, count(distinct bidder_code) as bidders from bid where status is distinct from '撤回' group by project_id
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when e.bidders is null and t.tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when e.bidders is null then 'insufficient_data'
            when e.bidders < 2 then 'not_applicable'
            when c.project_id is not null then 'triggered'
            when coalesce(k.addressed, 0) < 2 or u.project_id is not null then 'insufficient_data'
            else 'not_triggered' end as state,
       round(c.apart::numeric, 2) as value,
       t.hours as threshold,
       coalesce(t.contract_amount, t.award_amount) as amount,
       coalesce(t.awarded_on, t.tender_notice_on) as event_on,
       'project:' || t.project_id || coalesce(f.bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'bidders', c.names, 'mark', c.address,
       'missing', nullif(to_jsonb(array_remove(array[
           case when e.bidders is null then 'bid.bidder_code' end,
           case when coalesce(k.addressed, 0) < 2 then 'bid.device_id' end,
           case when c.project_id is null and u.project_id is not null then 'bid.submitted_at' end], null)), '[]'))) as detail
from settings t
left join closest c on c.project_id = t.project_id
left join undecided u on u.project_id = t.project_id
left join proof f on f.project_id = t.project_id
left join known k on k.project_id = t.project_id
left join entrants e on e.project_id = t.project_id
