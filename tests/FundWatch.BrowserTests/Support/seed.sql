insert into ingest.source (name) values ('default') on conflict do nothing;
insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, encoding, format, status, rows, loaded, updated, unchanged, quarantined, finished_at)
values (1, 'reception', '/inbox/接待台账2025.csv', '接待台账2025.csv', 'a1', 'l', 200000, 'gb18030', 'csv', 'done', 1204, 1190, 2, 3, 9, now()),
       (1, 'subsidy', '/inbox/subsidy.xlsx', 'subsidy.xlsx', 'a2', 'l', 90000, 'utf-8', 'xlsx', 'done', 300, 300, 0, 0, 0, now()),
       (1, 'bid', '/inbox/bids.csv', 'bids.csv', 'a3', 'l', 100, 'utf-8', 'csv', 'failed', 0, 0, 0, 0, 0, now());
update ingest.batch set error = 'truncated: the file ends after line 18. Export it again.', error_zh = '文件被截断：第 18 行之后没有内容。请重新导出。' where status = 'failed';
insert into ingest.rejected_row (batch_id, stream, file_name, line_no, column_name, code, message_zh, message_en, raw)
select 1, 'reception', '接待台账2025.csv', 10 + i * 7, case when i < 6 then 'reception_date' else 'guest_count' end, case when i < 6 then 'bad_date' else 'negative_count' end,
       case when i < 6 then '“接待日期”不是日期：2025-13-40' else '“来宾人数”不能为负：-3' end,
       case when i < 6 then '"reception_date" is not a date: 2025-13-40' else '"guest_count" must not be negative: -3' end, '\x00'
from generate_series(1, 9) i;
insert into vault.personal values ('p_handlerhandlerhandler1', '\x00', '王**'), ('p_approverapproverappr01', '\x00', '李*');

insert into record.reception (reception_id, org_code, org_name, region_code, org_level, sector, reception_date, letter_no, guest_org_name, purpose, guest_count, accompany_count, meal_count, venue_name, venue_type,
    standard_per_head, meal_amount, total_amount, payment_method, handler, approver, source_id, batch_id, line_no, row_hash, recorded_from)
select 'JD2025-' || lpad(i::text, 4, '0'), '11340800003112345A', '云川市交通运输局', '340801', '市', '交通运输', date '2025-03-01' + i * 9, '云交函〔2025〕' || i || '号', '江临市公路管理中心', '业务交流',
    4 + i % 5, 3 + i % 4, 1, '云川宾馆', '宾馆饭店', 110, 1480 + 37.5 * i, 1480 + 37.5 * i, '转账', 'p_handlerhandlerhandler1', 'p_approverapproverappr01', 1, 1, i, gen_random_uuid(), now()
from generate_series(1, 14) i;

insert into rule.catalogue (rule_id, version, title_zh, title_en, stream, scheme, subject_kind, kind, severity, basis_zh, basis_en, basis_checked, sha256, header)
values ('REC-001', 1, '陪餐人数超比例', 'More escorts than the guests allow', 'reception', 'reception.standard', 'organisation', 'deterministic', 3,
        '《党政机关国内公务接待管理规定》（2013）第十条', 'Rules on domestic official reception (2013), article 10', false, 'x', '{}'),
       ('REC-006', 1, '餐费超标准', 'Meal above the standard', 'reception', 'reception.standard', 'organisation', 'deterministic', 3,
        '当地公务接待用餐标准', 'The local meal standard for official reception', true, 'x', '{}');

insert into review.lead (fingerprint, stream, scheme, subject_kind, subject_code, subject_name, region_code, sector, risk_score, priority, p_value, q_value, amount_at_stake, reason_codes, reasons_zh, reasons_en,
    evidence_keys, model_versions, status, assignee, due_on, content_sha256)
values ('f1', 'reception', 'reception.standard', 'organisation', '11340800003112345A', '云川市交通运输局', '340801', '交通运输', 87.40, 120.5, 0.0031, 0.042, 24657.50,
    '{REC-006,REC-001,reception-organisation}',
    E'14 次接待中有 9 次餐费疑似超过标准，最高人均 318 元，标准 110 元，需核实\n来宾 4 人、陪餐 6 人，疑似超过标准 3 人，需核实\n与 41 个同类单位相比，人均餐费明显偏高，需核实',
    E'9 of 14 receptions seem to be above the standard, at most 318 yuan a head against 110, to be verified\n4 guests and 6 escorts: suspected to exceed the limit of 3, to be verified\nAgainst 41 similar bureaus, spending per head is unusually high, to be verified',
    (select array_agg('reception:' || reception_id order by reception_id) from record.reception), '{reception-organisation/robust-peer@1,reception-organisation/isolation-forest@1}', 'new', null, null, 'x');
insert into review.lead_part values
    (1, 1, 'rule', 'REC-006', 45.20, 318, 110, 'yuan', '14 次接待中有 9 次餐费疑似超过标准，最高人均 318 元，标准 110 元，需核实', '9 of 14 receptions seem to be above the standard, at most 318 yuan a head against 110, to be verified', 18657.50, '{reception:JD2025-0001,reception:JD2025-0002,reception:JD2025-0003}', '{}'),
    (1, 2, 'rule', 'REC-001', 27.10, 6, 3, 'persons', '来宾 4 人、陪餐 6 人，疑似超过标准 3 人，需核实', '4 guests and 6 escorts: suspected to exceed the limit of 3, to be verified', 6000, '{reception:JD2025-0004}', '{}'),
    (1, 3, 'model', 'reception-organisation', 15.10, 318, 96, 'yuan', '与 41 个同类单位相比，人均餐费明显偏高，需核实', 'Against 41 similar bureaus, spending per head is unusually high, to be verified', null, '{}',
     '{"peer_count":41,"features":[{"feature":"meal_per_head","title_zh":"人均餐费","title_en":"Meal cost per head","unit":"yuan","value":318,"median":96,"contribution":0.6},{"feature":"escort_ratio","title_zh":"陪餐与来宾之比","title_en":"Escorts per guest","unit":null,"value":1.5,"median":0.4,"contribution":0.2}]}');

insert into model.version (feature_set, name, detector, version, alias, manifest, bytes, sha256, trained_by)
values ('reception-organisation', 'reception-organisation/robust-peer', 'robust-peer', 1, 'champion',
    '{"features":[{"name":"escort_ratio","title_zh":"陪餐与来宾之比","title_en":"Escorts per guest","unit":""},{"name":"meal_per_head","title_zh":"人均餐费","title_en":"Meal cost per head","unit":"元"}]}', '', '', 'test');
insert into model.score (feature_set, stream, subject_kind, subject_code, subject_name, region_code, sector, peer_group, peer_count, amount, score, p_value, versions, parts, features)
select 'reception-organisation', 'reception', 'organisation', case when i = 0 then '11340800003112345A' else 'ORG' || i end, case when i = 0 then '云川市交通运输局' else '云川市第' || i || '局' end, '340801', null, '市', 41, 10000, 0.5, 0.5,
    '{reception-organisation/robust-peer@1}', case when i = 0 then '[{"feature":"meal_per_head","contribution":0.6},{"feature":"escort_ratio","contribution":0.2}]' else '[]' end::jsonb, jsonb_build_object('meal_per_head', case when i = 0 then 318 else 70 + (i * 37 % 90) end, 'escort_ratio', case when i = 0 then 1.5 else (i * 13 % 10) / 10.0 end)
from generate_series(0, 41) i;

insert into review.lead (fingerprint, stream, scheme, subject_kind, subject_code, subject_name, region_code, risk_score, priority, amount_at_stake, reason_codes, reasons_zh, reasons_en, evidence_keys, status, assignee, due_on, content_sha256)
select 'g' || i, (array['subsidy', 'project', 'meal_purchase', 'canteen_payment'])[1 + i % 4], (array['subsidy.duplicate', 'project.collusion', 'meals.price', 'canteen.payment'])[1 + i % 4],
    (array['company', 'project', 'organisation', 'organisation'])[1 + i % 4], '9134080' || lpad(i::text, 11, '0'),
    (array['云川市恒丰农机合作社', '龙湾镇高标准农田改造工程（二期）', '石桥县第三实验小学', '云川市机关事务管理局第二食堂'])[1 + i % 4] || case when i > 4 then i::text else '' end, '3408' || lpad((i % 6 + 1)::text, 2, '0'), 85 - i * 1.1, 110 - i, 3000.5 * i * i,
    '{SUB-001}', (array['同一项目疑似向 2 个部门重复申报，涉及 2 份申请，需核实', '3 家投标人的标书作者相同，疑似围标，需核实', '鸡蛋采购单价 14.20 元/公斤，参考价 9.60 元/公斤，疑似偏高 48%，需核实', '同一公函在 3 天内支付 27 次，疑似与来访人数不符，需核实'])[1 + i % 4],
    (array['The same project seems to have been filed with 2 departments, 2 applications, to be verified', '3 bidders share one document author: suspected collusion, to be verified', 'Eggs at 14.20 yuan/kg against a reference of 9.60: suspected to be 48% too high, to be verified', '27 payments on one letter within 3 days: suspected mismatch with the visitors, to be verified'])[1 + i % 4],
    '{}', 'new', null, null, 'x'
from generate_series(1, 60) i;

insert into job.run (job, request, attempt, started_at, heartbeat_at, finished_at, status, started_by, worker, progress, stage, counts, error, error_zh) values
    ('score', 'r1', 1, now() - interval '3 minutes', now(), null, 'running', 'schedule', 'host-1', 0.6, 'rules', '{"evaluated": 81234}', null, null),
    ('scan-inbox', 'r2', 1, now() - interval '20 minutes', now() - interval '19 minutes', now() - interval '19 minutes', 'done', 'schedule', 'host-1', 1, null, '{"files": 3, "rows": 1504, "loaded": 1490, "quarantined": 9}', null, null),
    ('train', 'r3', 1, now() - interval '2 days', now() - interval '2 days', now() - interval '2 days' + interval '95 seconds', 'failed', 'data', 'host-1', 0.3, 'reception', '{}', 'Too few rows: reception has 12 organisations, 30 are needed.', '可用行数不足：reception 只有 12 个单位，至少需要 30 个。');
