namespace FundWatch.Core.Ingest;

/// <summary>Codes and words of every <see cref="CellIssue"/>. Codes are stable: scripts and saved reports name them.</summary>
public static class CellIssues
{
    /// <summary>Of a cell no more need be handed to <see cref="Describe"/>: what people see, in the longest characters, and a number that would be cut.</summary>
    public const int BytesShown = 400;

    private const int Shown = 80;

    private sealed record Words(string Code, string Chinese, string English);

    // {0} column, or the command that helps, {1} what was found, {2} more (allowed values, the other line).
    private static readonly Dictionary<CellIssue, Words> _words = new()
    {
        [CellIssue.MissingValue] = new("missing_value", "“{0}”为必填项，此行为空；请补填", "'{0}' is required and empty in this row; fill it in"),
        [CellIssue.BadDate] = new("bad_date", "“{0}”应为日期（如 2025-03-02、2025年3月2日，1900 至 2100 年间），实为“{1}”", "'{0}' should be a date (2025-03-02, 2025年3月2日, …; 1900 to 2100); found '{1}'"),
        [CellIssue.BadTimestamp] = new("bad_timestamp", "“{0}”应为日期和时间（如 2025-03-02 12:30:00），实为“{1}”", "'{0}' should be a date with a time (2025-03-02 12:30:00); found '{1}'"),
        [CellIssue.BadMonth] = new("bad_month", "“{0}”应为月份（如 2025-03），实为“{1}”", "'{0}' should be a month (2025-03); found '{1}'"),
        [CellIssue.TwoDigitYear] = new("two_digit_year", "“{0}”的年份只有两位：“{1}”；世纪不作猜测，请写成四位年份（或在映射的 formats 中写明格式）", "'{0}' has a year of two digits: '{1}'; the century is never guessed: write four (or name the format in the mapping's 'formats')"),
        [CellIssue.MonthWithoutDay] = new("month_without_day", "“{0}”只有年月，没有日：“{1}”；请补上日期", "'{0}' is a month without its day: '{1}'; add the day"),
        [CellIssue.SerialOrMonth] = new("serial_or_month", "“{0}”为“{1}”：可能是 Excel 的日期序号（1955 年前后），也可能是漏了小数点的年月（如 2025.1）；不作猜测，请写成完整的日期", "'{0}' is '{1}': a date serial of Excel's (of about 1955), or a year and month without their point (2025.1); it is never guessed: write the whole date"),
        [CellIssue.BadNumber] = new("bad_number", "“{0}”应为数字或金额（如 1,234.50、1.2万），实为“{1}”", "'{0}' should be a number or amount (1,234.50, 1.2万); found '{1}'"),
        [CellIssue.TwoDecimalPoints] = new("two_decimal_points", "“{0}”有不止一个小数点：“{1}”；请核对原始单据后改正", "'{0}' has more than one decimal point: '{1}'; correct it from the original document"),
        [CellIssue.BadThousands] = new("bad_thousands", "“{0}”的千分位逗号位置不对：“{1}”；应每三位一个", "'{0}' has a thousands separator out of place: '{1}'; expected one every three digits"),
        [CellIssue.TooLarge] = new("too_large", "“{0}”超出可保存的范围：“{1}”", "'{0}' is larger than can be stored: '{1}'"),
        [CellIssue.OtherUnit] = new("other_unit", "“{0}”应以“{2}”计，实为“{1}”，无法准确换算；请换算后填写", "'{0}' should be in '{2}'; found '{1}', which cannot be converted exactly: convert it"),
        [CellIssue.BadCount] = new("bad_count", "“{0}”应为整数，实为“{1}”", "'{0}' should be a whole number; found '{1}'"),
        [CellIssue.NegativeCount] = new("negative_count", "“{0}”不能为负数，实为“{1}”", "'{0}' cannot be negative; found '{1}'"),
        [CellIssue.PercentRange] = new("percent_range", "“{0}”应在 0 到 100 之间，实为“{1}”", "'{0}' should lie between 0 and 100; found '{1}'"),
        [CellIssue.BadRegion] = new("bad_region", "“{0}”应为六位行政区划代码（GB/T 2260），实为“{1}”", "'{0}' should be a six-digit division code (GB/T 2260); found '{1}'"),
        [CellIssue.UnknownCode] = new("unknown_code", "“{0}”应为 {2} 之一，实为“{1}”", "'{0}' should be one of {2}; found '{1}'"),
        [CellIssue.BadEncoding] = new("bad_encoding", "“{0}”含有无法识别的字符（编码错误）：“{1}”；请用 UTF-8 或 GB18030 重新导出", "'{0}' holds bytes that are no text in this file's encoding: '{1}'; export again as UTF-8 or GB18030"),
        [CellIssue.DamagedByExcel] = new("damaged_by_excel", "“{0}”是写成科学记数法的长数字，多半被 Excel 改坏，后面几位已丢失：“{1}”；不作猜测，请回到原系统，把该列设为“文本”后重新导出", "'{0}' is a long number in E+ form, damaged most likely by Excel, its last digits are lost: '{1}'; they are never guessed: format the column as text in the original and export again"),
        [CellIssue.ExcelError] = new("excel_error", "“{0}”是表格公式的错误值“{1}”；请改正公式", "'{0}' holds a spreadsheet error '{1}'; mend the formula"),
        [CellIssue.FormulaWithoutValue] = new("formula_without_value", "“{0}”是公式，文件里没有保存计算结果；请在 Excel 或 WPS 中打开、保存后再导入", "'{0}' is a formula whose result is not in the file; open it in Excel or WPS, save it and try again"),
        [CellIssue.ColumnTooNarrow] = new("column_too_narrow", "“{0}”是 Excel 列宽不足时显示的“{1}”，不是原值；请加宽该列后重新导出", "'{0}' holds the '{1}' that Excel shows in a column too narrow, not the value; widen the column and export again"),
        [CellIssue.TextTooLong] = new("text_too_long", "“{0}”过长（{2} 字节）：“{1}”", "'{0}' is too long ({2} bytes): '{1}'"),
        [CellIssue.RowWidth] = new("row_width", "此行有 {1} 列，表头有 {2} 列；请检查分隔符、引号或被截断的行", "this row has {1} cells where the header has {2}; look for a stray separator, a quote or a cut-off line"),
        [CellIssue.OtherTable] = new("other_table", "此行在第 {1} 行的另一个表头之下，属于另一张表；请把各表分开存放（每张工作表或每个文件一张）再导入", "this row stands below another header (line {1}) and belongs to another table; keep one table to a sheet or file"),
        [CellIssue.OtherMoneyUnit] = new("other_money_unit", "第 {1} 行注明金额单位为{2}，与本表读取时所用的单位不同，该行起不再收下；请把单位不同的表分开存放（每张工作表或每个文件一张）再导入", "line {1} states {2} as the unit of amounts, which is not the one in use: nothing from there on is taken in; keep tables of different units to a sheet or file each"),
        [CellIssue.TotalsRow] = new("totals_row", "“{0}”是“{1}”，此行应为合计，不是记录；收下会重复计算金额。请删去此行；如确为记录，请填写其编号", "'{0}' is '{1}': a row of totals, which would count its amounts twice; leave it out or, if it is a record, give it its number"),
        [CellIssue.UnclosedQuote] = new("unclosed_quote", "此行有未闭合的引号；请补上或删去", "this row opens a quote that is never closed; close or remove it"),
        [CellIssue.RowTooLong] = new("row_too_long", "此行超过 4 MB 或 2,048 个字段，不像一条记录；请核对换行是否丢失，或内容是否混入了附件", "this row is longer than 4 MB or has more than 2,048 fields, as no record has; see whether line breaks were lost, or a document got into a cell"),
        [CellIssue.BadJson] = new("bad_json", "此行不是 JSON 对象：“{1}”", "this line is not a JSON object: '{1}'"),
        [CellIssue.RepeatedName] = new("repeated_name", "此对象中“{1}”出现不止一次，无法确定取哪一个；请只保留一个", "this object holds '{1}' more than once; keep the right one"),
        [CellIssue.UnknownField] = new("unknown_field", "字段“{1}”在文件的前 1,000 条记录中都没有，无法归入任何一列；此行没有导入，连同该字段的内容一并保留。请让文件的第一条记录也写出该字段（没有值写 null），再重新导入此文件", "the field '{1}' is in none of the first 1,000 records of the file, whose fields are its columns; the row was not taken in and is kept with what the field holds: write the field in the file's first record too (null where it has no value) and take the file in again"),
        [CellIssue.NestedValue] = new("nested_value", "“{0}”是嵌套的对象或列表，一个单元格放不下：“{1}”；请展开成单独的列后重新导出", "'{0}' holds nested objects or lists, which no cell can hold: '{1}'; flatten it into columns of its own and export again"),
        [CellIssue.OtherCurrency] = new("other_currency", "“{1}”含有与本文件其余金额不同的币种；不作换算，请按币种拆分文件，分别用不同的 --source 导入，再放弃此行", "'{1}' has amounts in another currency than the rest of the file; nothing is converted: split the file by currency and take each in with a --source of its own, then give this row up"),
        [CellIssue.YuanAmongOthers] = new("yuan_among_others", "“{0}”写明是人民币：“{1}”，而此处的金额以 {2} 计；不作换算。请改写成 {2} 的金额，或把人民币的行另存为文件、另用一个来源系统名称导入，再放弃此行；如所写的（元、￥、CNY 等）就是 {2}，请把这个字样写进映射的 remove", "'{0}' names yuan: '{1}', and amounts here are in {2}; nothing is converted. Write the amount in {2}, or take the rows in yuan from a file of their own under another name of the source system and give this row up; if the word or sign (元, ￥, CNY) means {2}, put it into the mapping's 'remove' as it stands in the cell"),
        [CellIssue.SeveralCurrencies] = new("several_currencies", "“{1}”所在的 OCDS 发布自身就有几种币种的金额，拆分文件也分不开；不作换算。请发布方改用一种币种后重新导入，或导出此行、把金额都改成以 {2} 计再交回，或写明理由放弃此行", "the OCDS release of '{1}' has amounts in several currencies of its own, which no splitting of the file can part; nothing is converted. Have its publisher give them in one currency and take the file in again; or export the row, write all its amounts in {2} and give it back; or give it up with a reason"),
        [CellIssue.RecordWithoutRelease] = new("record_without_release", "OCDS 记录“{1}”没有可读的内容：没有 compiledRelease，也没有（或只有一部分）写在文件里的发布，其余只给出网址（linked releases）或只有 versionedRelease；请向发布方索取含 compiledRelease 或完整发布的记录包，再导入该文件", "the OCDS record '{1}' holds nothing that can be read: no compiledRelease, and no releases (or only some) embedded in the file, but links to them or a versionedRelease alone; get the record package with compiledRelease or all releases embedded from its publisher, and take that file in"),
        [CellIssue.DuplicateKey] = new("duplicate_key", "主键“{1}”在本文件中已出现且内容不同；请确认保留哪一行", "the key '{1}' already occurs in this file with other values; decide which row is right"),
        [CellIssue.LoadedSince] = new("loaded_since", "批次 {2} 此后已导入主键为“{1}”的行，此行没有覆盖它。若此行才是对的，请按此原因筛选后重新读取（{0}），它将取代库中的行；否则请放弃此行", "batch {2} has loaded the key '{1}' since, and this row did not replace it. If this row is the right one, read it again by this reason ({0}): it then replaces the one in the store; else give it up"),
        [CellIssue.Rounded] = new("rounded", "“{0}”的小数位过多，已四舍五入：“{1}”", "'{0}' had more decimals than are kept and was rounded half up: '{1}'"),
        [CellIssue.BadCreditCode] = new("bad_credit_code", "“{0}”不是有效的统一社会信用代码（GB 32100-2015）：“{1}”", "'{0}' is not a valid unified social credit code (GB 32100-2015): '{1}'"),
        [CellIssue.UnknownRegion] = new("unknown_region", "“{0}”的省级代码不在 GB/T 2260 中：“{1}”", "'{0}' starts with no province of GB/T 2260: '{1}'"),
        [CellIssue.UnlistedCode] = new("unlisted_code", "“{0}”不在约定取值 {2} 之内：“{1}”", "'{0}' is none of the agreed values {2}: '{1}'"),
        [CellIssue.LostDigits] = new("lost_digits", "“{0}”第 16 位起全为零，疑似被 Excel 改坏：“{1}”；请核对", "'{0}' holds only zeros from its 16th digit on, suspected damage by Excel: '{1}'; to be checked"),
        [CellIssue.BadResidentId] = new("bad_resident_id", "“{0}”形似居民身份证号码，但校验码不符（GB 11643-1999）：“{1}”", "'{0}' looks like a resident identity number with a wrong check character (GB 11643-1999): '{1}'"),
        [CellIssue.RegionMapped] = new("region_mapped", "“{0}”是已撤销的区划代码“{1}”，按变更对照表记为 {2}", "'{0}' holds the abolished division code '{1}', kept as its successor {2}"),
        [CellIssue.RegionAbolished] = new("region_abolished", "“{0}”是已撤销的区划代码“{1}”，去向不唯一，未作改动", "'{0}' holds the abolished division code '{1}', which has no single successor; left as it is"),
        [CellIssue.ResidentIdAsCode] = new("resident_id_as_code", "“{0}”中是（或形似）居民身份证号码：“{1}”；已按个人信息处理：只存令牌，原号加密保存，页面只显示后四位。如为单位，请改填统一社会信用代码后重新导入", "'{0}' holds (what looks like) a resident identity number: '{1}'; it is kept as personal data: a token in the record, the number encrypted, the last four places on pages. If it is an organisation, enter its unified social credit code and take the file in again"),
        [CellIssue.PersonalNumberInText] = new("personal_number_in_text", "“{0}”的文字中含有居民身份证号码或银行卡号：“{1}”；号码已换成令牌，原号加密保存。请尽量不在文字中写这类号码", "the text in '{0}' holds a resident identity number or a bank card's: '{1}'; the number was replaced by a token and is kept encrypted. Better not to write such numbers into texts"),
    };

    // A dash, 无 or NULL is written there, and counts as nothing: "empty" would send a person looking for an empty cell.
    private static readonly Words _markedEmpty = new("missing_value", "“{0}”为必填项，此行写的是“{1}”，按空值处理；请补填", "'{0}' is required; this row holds '{1}', which counts as empty; fill it in");

    // A mapping that names its formats takes no other: the usual forms as an example would be the very one that was refused.
    private static readonly Dictionary<CellIssue, Words> _otherFormats = new()
    {
        [CellIssue.BadDate] = new("bad_date", "“{0}”应为日期，按映射写明的格式 {2}（1900 至 2100 年间），实为“{1}”；请按该格式填写，或在映射的 formats 中加上此格式", "'{0}' should be a date in the mapping's format {2} (1900 to 2100); found '{1}': write it so, or add its format to the mapping's 'formats'"),
        [CellIssue.BadTimestamp] = new("bad_timestamp", "“{0}”应为日期和时间，按映射写明的格式 {2}，实为“{1}”；请按该格式填写，或在映射的 formats 中加上此格式", "'{0}' should be a date with a time in the mapping's format {2}; found '{1}': write it so, or add its format to the mapping's 'formats'"),
    };

    public static bool IsWarning(CellIssue issue) => issue >= CellIssue.Rounded;

    public static bool IsRefusal(CellIssue issue) => issue is > CellIssue.Empty and < CellIssue.Rounded;

    /// <summary>The stable code, e.g. <c>bad_date</c>.</summary>
    public static string Code(CellIssue issue) => _words[issue].Code;

    /// <summary>Every code there is, for documentation and filters.</summary>
    public static IEnumerable<string> Codes => _words.Values.Select(w => w.Code);

    /// <summary>Codes of refused rows.</summary>
    public static IEnumerable<string> RefusalCodes => _words.Where(w => IsRefusal(w.Key)).Select(w => w.Value.Code);

    /// <summary>The issue of a code, or null where there is none of that name.</summary>
    public static CellIssue? Find(string code) => _words.FirstOrDefault(w => w.Value.Code == code) is { Value: not null } found ? found.Key : null;

    /// <summary>What was found and what was expected, for a person. Numbers of persons in what was found are masked, whatever the column.</summary>
    /// <param name="more">Of a date: the formats that a mapping names.</param>
    public static (string Chinese, string English) Describe(CellIssue issue, string column, string found, string more = "")
    {
        var words = issue == CellIssue.MissingValue && found.Length > 0 ? _markedEmpty : more.Length > 0 ? _otherFormats.GetValueOrDefault(issue, _words[issue]) : _words[issue];
        found = PersonalNumbers.Mask(found);
        var shown = (found.Length > Shown ? string.Concat(found.AsSpan(0, Shown), "…") : found).Replace('\0', '\u2400'); // PostgreSQL keeps no NUL
        return (string.Format(null, words.Chinese, column, shown, more), string.Format(null, words.English, column, shown, more));
    }
}
