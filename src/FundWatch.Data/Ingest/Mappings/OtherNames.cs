namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Words that exports use for the contract's columns. Only for drafts: a person confirms what they suggest.</summary>
internal static class OtherNames
{
    private static readonly Dictionary<string, string[]> _names = new()
    {
        // Numbers of documents.
        ["reception_id"] = ["单号", "编号", "流水", "流水号", "报销单号", "接待单号", "接待编号", "单据号", "id", "number"],
        ["payment_id"] = ["交易号", "订单号", "单号", "流水", "交易流水号", "支付流水号", "id"], ["event_id"] = ["单号", "编号", "支付单号", "变更编号", "流水号", "id", "docno"],
        ["use_id"] = ["单号", "编号", "凭证号", "流水号", "支付凭证号", "支付单号", "付款单号", "记账凭证号", "id", "docno"], ["purchase_id"] = ["单号", "编号", "采购编号", "订单号", "送货单号", "入库单号", "id"],
        ["application_id"] = ["申请编号", "申报单号", "受理编号", "项目申报编号", "资金申请编号"], ["project_id"] = ["工程编号", "项目代码", "项目编码", "标段编号", "招标编号"],
        ["bid_id"] = ["标书编号", "投标序号", "投标文件编号"], ["voucher_no"] = ["凭证编号", "记账凭证号"], ["invoice_no"] = ["发票编号", "发票号", "票据号码", "票号"], ["letter_no"] = ["公函号", "来函文号", "函号", "公函编号"],

        // Who.
        ["org_name"] = ["单位", "接待单位", "部门", "机构名称", "核销单位", "报销单位", "填报单位", "承办单位", "预算单位", "department", "organisation"],
        ["org_code"] = ["单位编码", "机构代码", "统一社会信用代码", "信用代码", "社会信用代码", "预算单位编码"], ["org_level"] = ["级次", "层级", "级别", "单位级别", "预算级次"], ["level"] = ["级次", "层级", "级别", "单位级别"],
        ["guest_org_name"] = ["来宾单位", "客人单位", "来客", "来宾", "来访方", "接待对象", "对方单位", "provider"], ["guest_org_code"] = ["来宾单位代码", "对方单位代码"],
        ["payee_name"] = ["供应商", "收款人", "收款单位", "收款户名", "收款方名称", "商户", "vendor", "supplier", "payee"],
        ["payee_account"] = ["账号", "银行账户", "收款人账号", "收款账户", "收款方账号", "vendorid", "account"], ["bank_account"] = ["银行账户", "开户账号", "账号"],
        ["supplier_name"] = ["供货商", "供应单位", "供货单位", "中标人", "中标供应商", "中标企业", "施工单位", "成交供应商", "supplier", "vendor"],
        ["supplier_code"] = ["供应商信用代码", "供货商代码", "中标人代码", "中标单位信用代码", "统一社会信用代码"],
        ["owner_name"] = ["业主", "业主单位", "项目业主", "采购人", "招标人", "采购单位", "项目单位", "项目法人"], ["owner_code"] = ["业主代码", "业主单位代码", "采购人代码", "业主信用代码"],
        ["bidder_name"] = ["投标单位", "投标人名称", "投标企业", "tenderer"], ["bidder_code"] = ["投标单位代码", "投标人信用代码", "统一社会信用代码"], ["agency_name"] = ["代理单位", "招标代理", "招标代理机构", "采购代理机构"],
        ["applicant_name"] = ["申请人", "申请单位", "申报单位", "补助对象", "企业名称", "姓名"], ["applicant_code"] = ["统一社会信用代码", "信用代码", "申请人证件号", "证件号码", "身份证号"],
        ["department_name"] = ["主管单位", "主管局", "归口部门", "审批部门"], ["school_name"] = ["学校名称", "school"], ["school_code"] = ["学校编码", "学校标识码"], ["canteen_code"] = ["食堂", "食堂编号", "食堂代码"],
        ["company_name"] = ["公司名称", "单位名称", "名称"], ["company_code"] = ["信用代码", "社会信用代码", "企业代码"], ["payer_org_name"] = ["付款单位", "消费人单位", "就餐人单位"],
        ["handler"] = ["经手人", "报销人", "minister"], ["approver"] = ["批准人", "审核人"], ["legal_rep"] = ["法人", "法人代表", "法定代表"], ["phone"] = ["电话", "手机号", "联系方式"], ["contact"] = ["联系人姓名"],

        // When.
        ["reception_date"] = ["日期", "公务日期", "用餐日期", "就餐日期", "活动日期", "date"],
        ["event_on"] = ["日期", "支付日期", "date"], ["used_on"] = ["日期", "支付日期", "付款日期", "记账日期", "支出日期", "date"], ["purchased_on"] = ["日期", "进货日期", "送货日期", "入库日期", "date"],
        ["paid_at"] = ["交易时间", "消费时间", "付款时间", "刷卡时间", "时间", "date", "time"], ["applied_on"] = ["申请日期", "申请时间"], ["approved_on"] = ["审批日期", "立项时间", "批准日期"],
        ["disbursed_on"] = ["发放日期", "兑付日期"], ["reimbursed_on"] = ["核销日期", "入账日期"], ["tender_notice_on"] = ["公告日期", "公告发布时间"], ["awarded_on"] = ["定标日期", "成交日期"],
        ["contract_signed_on"] = ["签约日期", "合同日期", "签订日期"], ["started_on"] = ["开工时间"], ["completed_on"] = ["完工日期", "竣工时间"], ["submitted_at"] = ["投标时间", "上传时间"], ["listed_on"] = ["列入时间", "公布日期"],

        // How much.
        ["amount"] = ["总额", "交易金额", "支付金额", "付款金额", "合计金额", "支出金额", "发生额", "价税合计", "value", "total", "sum", "price"],
        ["total_amount"] = ["合计", "总金额", "报销总额", "实报金额", "费用合计", "合计费用", "费用总额", "总费用", "报销合计", "核销金额", "value", "amount", "total"],
        ["meal_amount"] = ["餐饮费", "用餐金额", "餐费金额", "用餐费用", "value", "amount"], ["lodging_amount"] = ["住宿", "住宿费用", "房费"], ["alcohol_amount"] = ["酒水费", "酒水金额"], ["other_amount"] = ["其他", "杂费"],
        ["guest_count"] = ["来宾数", "客人数", "人数", "接待人数", "guests"], ["accompany_count"] = ["陪同人数", "作陪人数", "陪餐人次"], ["meal_count"] = ["餐次", "用餐餐数"],
        ["applied_amount"] = ["申请金额", "申请资金"], ["approved_amount"] = ["审批金额", "核定金额", "批准金额"], ["disbursed_amount"] = ["发放金额", "兑付金额", "实拨金额"],
        ["budget_amount"] = ["概算", "预算金额", "总投资", "项目预算"], ["control_price"] = ["控制价", "最高限价", "拦标价"], ["award_amount"] = ["中标价", "成交金额", "成交价"], ["contract_amount"] = ["合同价", "合同价款", "签约合同价"],
        ["settlement_submitted"] = ["送审价", "送审金额"], ["settlement_audited"] = ["审定价", "审定金额", "结算审定价"], ["bid_amount"] = ["报价", "投标价", "投标总价", "投标金额"],
        ["unit_price"] = ["单价金额", "价格"], ["quantity"] = ["采购数量", "重量", "数目"], ["unit"] = ["单位", "计量"], ["diners"] = ["用餐人数", "学生人数"],

        // What, where and how.
        ["purpose"] = ["事由", "用途", "摘要", "接待内容", "公务内容", "hospitalitytype", "gift", "description"], ["reason"] = ["事由", "摘要", "变更原因", "accountdescription", "description"],
        ["category"] = ["科目", "类别", "支出科目", "经济分类", "accountdescription"], ["region_code"] = ["行政区划", "区划代码", "地区代码", "区域编码", "所在地", "region"], ["guest_region_code"] = ["来宾地区", "来宾所在地"],
        ["item_name"] = ["商品名称", "食材名称", "货品", "物品名称", "食材", "item", "product"], ["project_name"] = ["工程名称", "项目", "标段名称", "title"], ["project_title"] = ["申报项目", "项目"],
        ["programme_name"] = ["政策名称", "补贴名称", "补助项目", "专项名称", "资金名称"], ["project_kind"] = ["项目类别", "工程类别"], ["tender_method"] = ["招标方式", "发包方式", "交易方式"],
        ["payment_method"] = ["付款方式", "结算方式", "支付形式"], ["venue_name"] = ["用餐地点", "接待地点", "餐厅", "就餐场所"], ["venue_type"] = ["场所类型", "就餐地点类型"], ["meal_type"] = ["餐次类别", "早中晚"],
        ["location"] = ["项目地点", "工程地点", "建设地址"], ["sector"] = ["行业", "领域"], ["status"] = ["状态"], ["event_kind"] = ["事项类型", "变更类型"], ["item_kind"] = ["食材类别", "商品类别"],
    };

    public static IReadOnlyList<string> Of(string column) => _names.TryGetValue(column, out var names) ? names : [];
}
