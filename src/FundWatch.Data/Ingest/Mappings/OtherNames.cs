namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Words that exports use for the contract's columns. Only for drafts: a person confirms what they suggest.</summary>
internal static class OtherNames
{
    private static readonly Dictionary<string, string[]> _names = new()
    {
        ["amount"] = ["总额", "交易金额", "支付金额", "付款金额", "合计金额", "value", "total", "sum", "price"],
        ["total_amount"] = ["合计", "总金额", "报销总额", "实报金额", "value", "amount", "total"],
        ["meal_amount"] = ["餐饮费", "用餐金额", "餐费金额", "value", "amount"],
        ["reception_date"] = ["日期", "公务日期", "date"],
        ["event_on"] = ["日期", "支付日期", "date"], ["used_on"] = ["日期", "支付日期", "date"], ["purchased_on"] = ["日期", "进货日期", "date"],
        ["paid_at"] = ["交易时间", "消费时间", "付款时间", "时间", "date", "time"],
        ["reception_id"] = ["单号", "编号", "id", "number"], ["payment_id"] = ["交易号", "订单号", "单号", "id"], ["event_id"] = ["单号", "编号", "id", "docno"],
        ["use_id"] = ["单号", "编号", "凭证号", "id", "docno"], ["purchase_id"] = ["单号", "编号", "id"],
        ["org_name"] = ["单位", "接待单位", "部门", "机构名称", "department", "organisation"], ["org_code"] = ["单位编码", "机构代码", "统一社会信用代码"],
        ["payee_name"] = ["供应商", "收款人", "收款单位", "商户", "vendor", "supplier", "payee"], ["payee_account"] = ["账号", "银行账户", "vendorid", "account"],
        ["guest_org_name"] = ["来宾单位", "客人单位", "provider"], ["guest_count"] = ["来宾数", "客人数", "人数", "guests"], ["purpose"] = ["事由", "用途", "摘要", "hospitalitytype", "gift", "description"],
        ["handler"] = ["经手人", "minister"], ["category"] = ["科目", "类别", "accountdescription"], ["reason"] = ["事由", "摘要", "accountdescription", "description"],
        ["region_code"] = ["区划代码", "地区代码", "区域编码", "region"], ["supplier_name"] = ["供货商", "供应单位", "supplier", "vendor"],
        ["item_name"] = ["商品名称", "食材名称", "货品", "item", "product"], ["school_name"] = ["学校名称", "school"], ["bidder_name"] = ["投标单位", "投标人名称", "tenderer"],
        ["project_name"] = ["工程名称", "项目", "title"], ["applicant_name"] = ["申请人", "申请单位", "申报单位"], ["applied_amount"] = ["申请金额"], ["applied_on"] = ["申请日期"],
    };

    public static IReadOnlyList<string> Of(string column) => _names.TryGetValue(column, out var names) ? names : [];
}
