namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Words that say the same in a header, each put into the contract's own: 招待时间 and 接待日期 are then alike. Only for comparing.</summary>
internal static class HeaderWords
{
    // Longer ones first where one is part of another.
    private static readonly (string Written, string Own)[] _same =
    [
        ("招待", "接待"), ("宴请", "接待"), ("宾客", "来宾"), ("来客", "来宾"), ("客人", "来宾"), ("嘉宾", "来宾"), ("访客", "来宾"), ("来访", "来宾"), ("人次", "人数"),
        ("伙食费", "餐费"), ("餐饮费", "餐费"), ("用餐费", "餐费"), ("就餐费", "餐费"), ("伙食", "餐费"), ("花费", "费用"), ("开支", "费用"), ("支出", "费用"), ("总计", "合计"), ("共计", "合计"), ("小计", "合计"),
        ("时间", "日期"), ("年月日", "日期"), ("地区", "行政区划"), ("区域", "行政区划"), ("区县", "行政区划"), ("属地", "行政区划"), ("流水号", "编号"), ("流水", "编号"), ("序列号", "编号"), ("号码", "编号"), ("编码", "代码"),
        ("付款", "支付"), ("付费", "支付"), ("怎么付的", "支付方式"), ("怎么付", "支付方式"), ("供货商", "供应商"), ("供货单位", "供应商"), ("供应单位", "供应商"), ("收款人", "收款方"), ("收款单位", "收款方"), ("业主", "建设单位"),
        ("缘由", "事由"), ("工程", "项目"), ("账户", "账号"), ("帐号", "账号"), ("帐户", "账号"), ("社会信用代码", "信用代码"),
    ];

    public static string Own(string key)
    {
        foreach (var (written, own) in _same)
        {
            key = key.Replace(written, own, StringComparison.Ordinal);
        }

        return key;
    }
}
