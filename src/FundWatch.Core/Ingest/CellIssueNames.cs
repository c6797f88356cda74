namespace FundWatch.Core.Ingest;

/// <summary>What is wrong, in a few words: for counts of many cells, where no single value can be shown.</summary>
public static class CellIssueNames
{
    private static readonly Dictionary<CellIssue, (string Chinese, string English)> _names = new()
    {
        [CellIssue.MissingValue] = ("必填而为空", "required and empty"),
        [CellIssue.BadDate] = ("不是日期", "no date"),
        [CellIssue.BadTimestamp] = ("不是日期和时间", "no date with a time"),
        [CellIssue.BadMonth] = ("不是月份", "no month"),
        [CellIssue.TwoDigitYear] = ("年份只有两位", "a year of two digits"),
        [CellIssue.MonthWithoutDay] = ("只有年月，没有日", "a month without its day"),
        [CellIssue.SerialOrMonth] = ("可能是 Excel 日期序号，也可能是年月", "a serial of Excel's or a year with its month"),
        [CellIssue.BadNumber] = ("不是数字或金额", "no number or amount"),
        [CellIssue.TwoDecimalPoints] = ("不止一个小数点", "more than one decimal point"),
        [CellIssue.BadThousands] = ("千分位逗号位置不对", "a thousands separator out of place"),
        [CellIssue.TooLarge] = ("数值过大", "too large"),
        [CellIssue.OtherUnit] = ("另一种计量单位", "another unit of measure"),
        [CellIssue.BadCount] = ("不是整数", "no whole number"),
        [CellIssue.NegativeCount] = ("为负数", "negative"),
        [CellIssue.PercentRange] = ("不在 0 到 100 之间", "not between 0 and 100"),
        [CellIssue.BadRegion] = ("不是六位行政区划代码", "no six-digit division code"),
        [CellIssue.UnknownCode] = ("不是约定的取值", "none of the agreed codes"),
        [CellIssue.BadEncoding] = ("有无法识别的字符（编码错误）", "bytes that are no text"),
        [CellIssue.DamagedByExcel] = ("长数字被 Excel 改坏", "a long number damaged by Excel"),
        [CellIssue.ExcelError] = ("公式的错误值", "a spreadsheet error"),
        [CellIssue.FormulaWithoutValue] = ("公式没有保存结果", "a formula without its result"),
        [CellIssue.ColumnTooNarrow] = ("列宽不足显示的 ####", "the #### of a column too narrow"),
        [CellIssue.TextTooLong] = ("过长", "too long"),
        [CellIssue.RowWidth] = ("列数与表头不同", "another number of cells than the header"),
        [CellIssue.OtherTable] = ("在另一张表的表头之下", "below the header of another table"),
        [CellIssue.OtherMoneyUnit] = ("在注明另一种金额单位的行之下", "below a line that states another unit of amounts"),
        [CellIssue.TotalsRow] = ("是合计或小计，不是记录", "totals, and no record"),
        [CellIssue.UnclosedQuote] = ("引号未闭合", "a quote that is never closed"),
        [CellIssue.RowTooLong] = ("整行过长", "a row that is too long"),
        [CellIssue.BadJson] = ("不是 JSON 对象", "no JSON object"),
        [CellIssue.RepeatedName] = ("同一名称出现不止一次", "a name that occurs twice"),
        [CellIssue.UnknownField] = ("有前 1,000 条记录中没有的字段", "a field that none of the first 1,000 records has"),
        [CellIssue.NestedValue] = ("嵌套的对象或列表", "nested objects or lists"),
        [CellIssue.OtherCurrency] = ("币种与其余金额不同", "another currency than the rest"),
        [CellIssue.YuanAmongOthers] = ("写明是人民币，而金额以另一种币种计", "yuan, where amounts are in another currency"),
        [CellIssue.SeveralCurrencies] = ("所在的 OCDS 发布自身就有几种币种", "an OCDS release with several currencies of its own"),
        [CellIssue.RecordWithoutRelease] = ("OCDS 记录没有发布的内容", "an OCDS record without the contents of its releases"),
        [CellIssue.DuplicateKey] = ("主键重复而内容不同", "a repeated key with other values"),
        [CellIssue.LoadedSince] = ("此后已有别的文件导入同一主键", "a key that a later file has loaded"),
        [CellIssue.Rounded] = ("小数位过多，已四舍五入", "more decimals than are kept, rounded"),
        [CellIssue.BadCreditCode] = ("不是有效的统一社会信用代码", "no valid unified social credit code"),
        [CellIssue.UnknownRegion] = ("省级代码不在 GB/T 2260 中", "no province of GB/T 2260"),
        [CellIssue.UnlistedCode] = ("不在约定取值之内", "none of the agreed values"),
        [CellIssue.LostDigits] = ("第 16 位起全为零，疑似被 Excel 改坏", "only zeros from the 16th digit on, suspected damage by Excel"),
        [CellIssue.BadResidentId] = ("形似居民身份证号码而校验码不符", "like a resident identity number with a wrong check character"),
        [CellIssue.RegionMapped] = ("已撤销的区划代码，已换为现行代码", "an abolished division code, replaced"),
        [CellIssue.RegionAbolished] = ("已撤销的区划代码，去向不唯一", "an abolished division code without a single successor"),
        [CellIssue.ResidentIdAsCode] = ("是（或形似）居民身份证号码，已按个人信息加密；如为单位，请改填统一社会信用代码", "a resident identity number (or what looks like one), kept as personal data; for an organisation enter its credit code"),
        [CellIssue.PersonalNumberInText] = ("文字中含身份证号码或银行卡号，号码已加密", "a resident identity number or bank card within a text, replaced by a token"),
    };

    /// <param name="code">As <see cref="CellIssues.Code"/> gives it; one that is not known stands for itself.</param>
    public static (string Chinese, string English) Of(string code) => CellIssues.Find(code) is { } issue && _names.TryGetValue(issue, out var name) ? name : (code, code);
}
