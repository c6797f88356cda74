-- id: REC-020
-- version: 1
-- title_zh: 现金结算或个人收款
-- title_en: Paid in cash or to a private person
-- stream: reception
-- scheme: reception.claim
-- subject: organisation
-- kind: deterministic
-- severity: 3
-- basis_zh: 《党政机关国内公务接待管理规定》（2013）：接待费应当采用银行转账或者公务卡方式结算，不得以现金方式支付（具备条件的地方）
-- basis_en: Rules on Domestic Official Reception (2013): paid by bank transfer or official card, not in cash, where conditions allow
-- basis_checked: no
-- requires: reception.payment_method
-- param: cash_floor = 0 yuan | from 2013-12-08 | source "党政机关国内公务接待管理规定" article "15?" | zh 超过此金额不得付现金（地方可放宽） | en cash is not allowed above this amount (a local rule may raise it)
-- param: farmhouse_exempt = 1 yes | from 2013-12-08 | zh 农家乐只有个人收款码的是否除外（1 是） | en farmhouse restaurants that have only a private payment code are excepted (1 yes)
-- reason_zh: 接待单 {item}（{event_on}）{what_zh}，{amount} 元，疑似不合结算规定，需核实
-- reason_en: Reception {item} on {event_on}: {what_en}, {amount} yuan, suspected breach of the rules on payment; to be verified

with judged as (
    select r.*, (l.p ->> 'cash_floor')::numeric as floor,
           r.payment_method = '现金' as cash,
           -- A common surname and one or two given characters, and nothing that names a shop; the venue itself may bear such a name.
           coalesce(r.payee_name ~ '^[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤][一-龥]{1,2}$'
               and r.payee_name !~ '[店馆楼庄园坊铺轩阁居苑府吧屋堂厨菜饭酒餐味香斋记庭寨湾村家鱼鸡鸭牛羊面粉锅社厂站局院校部所行]$'
               and r.payee_name is distinct from r.venue_name
               and not (r.venue_type is not distinct from '农家乐' and (l.p ->> 'farmhouse_exempt')::numeric = 1), false) as person
    from reception r
    join scope s on s.subject_code = r.org_code
    left join rule.limits('REC-020', array(select distinct region_code from reception)) l
        on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to
)
select org_code as subject_code, reception_id as item_key,
       case when floor is null or total_amount = 0 then 'not_applicable'
            when cash and total_amount > floor or person then 'triggered'
            when payment_method is null then 'insufficient_data'
            else 'not_triggered' end as state,
       total_amount as value, floor as threshold, total_amount as amount, reception_date as event_on,
       array['reception:' || reception_id] as evidence,
       jsonb_strip_nulls(jsonb_build_object('subject_name', org_name, 'payment_method', payment_method,
           'what_zh', case when cash and person then '以现金付给个人' when cash then '以现金结算' when person then '收款方为个人' end,
           'what_en', case when cash and person then 'paid in cash to a private person' when cash then 'paid in cash' when person then 'the payee is a private person' end,
           'missing', case when payment_method is null then jsonb_build_array('reception.payment_method') end)) as detail
from judged
