-- id: COL-001
-- version: 1
-- title_zh: 标书同源
-- title_en: Bids written by one author or on one machine
-- stream: project
-- scheme: project.collusion
-- subject: project
-- kind: deterministic
-- severity: 4
-- basis_zh: 《招标投标法实施条例》第四十条第（一）项
-- basis_en: Tendering Law Implementing Regulations art. 40(1)
-- basis_checked: yes
-- requires: bid.bidder_code
-- param: bidders = 2 bidders | from 2012-02-01 | source "招标投标法实施条例" article "40(1)" | zh 标书同源的不同投标人数下限 | en fewest different bidders with one author or machine
-- param: hub = 12 bidders | zh 标识在全部项目中涉及的投标人超过此数时不用 | en a mark seen with more bidders than this over all lots identifies nobody
-- group: bid: lower(btrim(document_author)); upper(btrim(device_id))
-- reason_zh: {subject_name}：{value} 家投标人（{bidders}）的{mark_zh}相同，疑似由同一单位或个人编制，需核实
-- reason_en: {subject_name}: the bids of {value} bidders ({bidders}) share one {mark_en}; suspected to be prepared by one hand, to be verified

with marks as (
    select b.project_id, b.bid_id, b.bidder_code, b.bidder_name, m.kind, m.mark
    from bid b
    cross join lateral (values
        ('author', lower(btrim(b.document_author))),
        ('machine', upper(btrim(b.device_id)))) m(kind, mark)
    where m.mark <> '' and b.status is distinct from '撤回'
      -- default user names, print shops and network addresses identify nobody (addresses: COL-002); authors that came in as tokens are
      -- held off by the hub alone
      and not (m.kind = 'author' and m.mark ~ '^(administrator|admin|user|users|pc|lenovo|dell|hp|asus|acer|thinkpad|huawei|win.*|microsoft.*|wps.*|office.*|mc system|desktop.*|default|unknown|none|作者|用户|微软.*|个人)$|图文|打印|复印|快印|广告')
      and not (m.kind = 'machine' and (m.mark ~ '^[0-9]{1,3}([.][0-9]{1,3}){3}$' or m.mark ~ '^[0-9A-F]*:[0-9A-F:]*:[0-9A-F]*$' and m.mark !~ '^([0-9A-F]{2}:){5}[0-9A-F]{2}$'))
), degrees as (
    select kind, mark, count(distinct bidder_code) as bidders
    from marks
    group by kind, mark
), shared as (
    select m.project_id, m.kind, m.mark, d.bidders as everywhere, count(distinct m.bidder_code) as bidders,
           string_agg(distinct m.bidder_name, '、' order by m.bidder_name) as names,
           array_agg('bid:' || m.bid_id order by m.bid_id) as bids
    from marks m
    join degrees d using (kind, mark)
    group by m.project_id, m.kind, m.mark, d.bidders
    having count(distinct m.bidder_code) >= 2
), known as ( -- how many bidders of the lot have a mark at all
    select project_id, count(distinct bidder_code) as bidders,
           count(distinct bidder_code) filter (where document_author is not null or device_id is not null) as marked
    from bid
    where status is distinct from '撤回'
    group by project_id
), settings as (
    select p.project_id, p.project_name, p.tender_method, coalesce(p.contract_amount, p.award_amount) as award,
           coalesce(p.awarded_on, (p.bid_opened_at at time zone 'Asia/Shanghai')::date, p.tender_notice_on) as decided_on, k.bidders, k.marked,
           rule.param('COL-001', 'bidders', p.region_code, coalesce(p.awarded_on, p.tender_notice_on)) as least,
           rule.param('COL-001', 'hub', p.region_code, coalesce(p.awarded_on, p.tender_notice_on)) as hub
    from project p
    join scope s on s.subject_code = p.project_id
    left join known k on k.project_id = p.project_id
    offset 0
), best as (
    select distinct on (x.project_id) x.*
    from shared x
    join settings t using (project_id)
    where x.everywhere <= t.hub
    order by x.project_id, x.bidders desc, x.kind, x.mark
)
select t.project_id as subject_code,
       t.project_id as item_key,
       case when t.bidders is null and t.tender_method in ('单一来源', '直接发包') then 'not_applicable'
            when t.bidders is null then 'insufficient_data'
            when t.bidders < t.least then 'not_applicable'
            when t.marked < t.least then 'insufficient_data'
            when best.bidders >= t.least then 'triggered'
            else 'not_triggered' end as state,
       coalesce(best.bidders, 0)::numeric as value,
       t.least as threshold,
       t.award as amount,
       t.decided_on as event_on,
       'project:' || t.project_id || coalesce(best.bids, array[]::text[]) as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', t.project_name, 'bidders', best.names, 'mark', best.mark,
           'mark_zh', case best.kind when 'author' then '标书文件作者' else '编制或上传设备标识' end,
           'mark_en', case best.kind when 'author' then 'document author' else 'machine' end,
       'missing', nullif(to_jsonb(array_remove(array[
           case when t.bidders is null then 'bid.bidder_code' end,
           case when t.marked < t.least then 'bid.document_author' end], null)), '[]'))) as detail
from settings t
left join best on best.project_id = t.project_id
