using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Rows that belong to a printed table and are no records: totals (合计, 本页小计: nothing but numbers beside the word), what a ledger carries from page to page (过次页, 承前页)
/// and lines for signatures and remarks (制表人：张三　审核人：). Asked where a row is refused anyway, or where a mapping's constants would make a record of anything.
/// </summary>
internal sealed partial class TableFoot(Layout layout)
{
    private const int Longest = 400, LongestTotal = 60;

    // 1-3月, 1月至3月份, 一至三月
    private const string Months = @"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?[-~～—–至到](?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?";

    /// <summary>What stands above the first row of a table (<see cref="Above"/>).</summary>
    public const int Nothing = int.MaxValue;

    private readonly int[] _required = [.. layout.Columns.Where(c => c.Column.IsRequired).SelectMany(c => c.Cells).Distinct()];
    private int _above = Nothing;

    /// <summary>True where a row of the layout may load although nearly all its cells are empty.</summary>
    public bool MayLoad { get; } = layout.Columns.Any(c => c.Column.IsRequired && c.Cells.Length == 0);

    public bool Has(RowReader row) => IsFoot(row, _required, _above);

    /// <summary>Is told each row that is none of the table's foot, taken in or not.</summary>
    public void Meet(RowReader row)
    {
        if (_above > 0) // nearly every row stands below a record: none of its cells is parted for this
        {
            _above = Above(row, _above);
        }
    }

    /// <summary>
    /// What stands above the row behind this one: 0 where there is a record, else the shortest time of which a row tells the total (of a month, a quarter, half a year, a year). A ledger may
    /// have a row for each month and nothing else; those are its records, and the year below them is their total.
    /// </summary>
    public static int Above(RowReader row, int above)
    {
        var isEmpty = true;
        for (var i = 0; i < row.Count && above > 0; i++)
        {
            var cell = CellText.Trim(row[i]);
            if (TotalOf(cell) is > 0 and var time)
            {
                return Math.Min(above, time);
            }

            isEmpty &= CellText.IsEmpty(cell);
        }

        return isEmpty ? above : 0;
    }

    /// <summary>The same of a row of any table.</summary>
    /// <param name="required">Cells that a record fills.</param>
    /// <param name="above">What stands above it.</param>
    public static bool IsFoot(RowReader row, int[] required, int above)
    {
        var time = Nothing;
        int totals = 0, others = 0, signed = 0, filled = 0, held = 0;
        var (first, isSigned) = (-1, false);
        for (var i = 0; i < row.Count; i++)
        {
            var cell = CellText.Trim(row[i]);
            if (CellText.IsEmpty(cell))
            {
                continue;
            }

            if (cell.Length > Longest)
            {
                return false;
            }

            if (first < 0)
            {
                (first, isSigned) = (i, IsSigned(cell));
            }

            filled++;
            held += Array.IndexOf(required, i) >= 0 ? 1 : 0;
            if (TotalOf(cell) is { } ofTime)
            {
                totals++;
                time = Math.Min(time, ofTime);
            }
            else if (!IsNumber(cell))
            {
                others++;
                signed += IsSigned(cell) ? 1 : 0;
                if (!isSigned)
                {
                    return false; // neither
                }
            }
        }

        // A line for signatures: most of what a record must have is not there, or words for whom to sign and names take turns.
        return first >= 0 && ((totals > 0 && others == 0 && IsTotalBelow(time, above)) || (isSigned && (held * 2 <= required.Length || signed * 2 >= filled)));
    }

    /// <summary>How much is summed up by a row of totals of rows above it, in the unit of their columns; null of any other row, and of what a year or more has come to, of which this table may hold a part.</summary>
    public Extent? SumsUp(RowReader row)
    {
        Extent? sums = null;
        for (var i = 0; i < row.Count; i++)
        {
            var cell = CellText.Trim(row[i]);
            if (CellText.IsEmpty(cell) || cell.Length > LongestTotal || Totals().Match(Plain(cell)) is not { Success: true } word)
            {
                continue;
            }

            if (word.Groups["longer"].Success || word.Groups["word"].Value == "累计" || word.Groups["in"].Value == "大写" || !IsInUnit(word.Groups["in"].Value))
            {
                return null;
            }

            var extent = word.Groups["part"].Success || word.Groups["word"].Value == "小计" ? Extent.Part : word.Groups["all"].Success || word.Groups["word"].Value is "总计" or "总合计" ? Extent.Whole : Extent.Table;
            sums = sums > extent ? sums : extent;
        }

        return sums;
    }

    /// <summary>True of what a page hands on to the next (过次页, 承前页). Nobody can tell what its amounts are of, the page or the year so far: they are held against nothing, but a stretch of rows ends there.</summary>
    public static bool Carries(RowReader row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            var cell = CellText.Trim(row[i]);
            if (cell.Length is > 0 and <= LongestTotal && Carried().IsMatch(Plain(cell)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True of a key that is a word for totals, alone or behind a blank (设备 小计): its row sums up others, whatever else it holds.</summary>
    /// <param name="key">Trimmed, half-width.</param>
    public bool IsTotalsKey(ReadOnlySpan<byte> key)
    {
        // Nearly every key is a number: it ends in a digit, or begins with none of these.
        if (key.Length is < 5 or > 60 || key[^1] is >= (byte)'0' and <= (byte)'9' || (key.IndexOf("计"u8) < 0 && key.IndexOf("汇总"u8) < 0 && key.IndexOf("页"u8) < 0 && !key.EndsWith("otal"u8) && !key.EndsWith("OTAL"u8)))
        {
            return false;
        }

        if (TotalOf(key) is { } time)
        {
            return IsTotalBelow(time, _above);
        }

        var text = Encoding.UTF8.GetString(key);
        var blank = text.AsSpan().TrimEnd(" :：").LastIndexOfAny(' ', '　');
        return blank > 0 && TotalsBehind().IsMatch(text.AsSpan(blank + 1));
    }

    private bool IsInUnit(string unit) => Units.Factor(unit) is not { } factor || layout.Columns.All(c => c.Column.Type != ColumnType.Money || c.Cells.Length == 0 || c.Factor == factor);

    private static bool IsTotalBelow(int time, int above) => time == 0 || above < time;

    // Of a month 1, of a quarter or some months 2, of half a year 3, of a year 4; 0 of whatever stands above; null of any other cell.
    private static int? TotalOf(ReadOnlySpan<byte> cell) => cell.Length > LongestTotal || CellText.IsEmpty(cell) ? null
        : Plain(cell) is var text && Totals().Match(text) is not { Success: true } word ? Carried().IsMatch(text) ? 0 : null
        : word.Groups["month"].Success ? 1 : word.Groups["quarter"].Success ? 2 : word.Groups["half"].Success ? 3 : word.Groups["year"].Success ? 4 : 0;

    private static bool IsSigned(ReadOnlySpan<byte> cell) => Signed().IsMatch(Plain(CellText.Trim(cell)));

    private static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        var folded = CellText.Fold(cell, new byte[cell.Length]);
        return !CellIssues.IsRefusal(NumberCell.Parse(folded, 4, 1, out _)) || !CellIssues.IsRefusal(CountCell.Parse(folded, out _)) || !CellIssues.IsRefusal(PercentCell.Parse(folded, out _));
    }

    private static string Plain(ReadOnlySpan<byte> cell) => Encoding.UTF8.GetString(CellText.Fold(cell, new byte[cell.Length])).Replace(" ", "", StringComparison.Ordinal);

    // 合计, 总 计：, 本页小计（元）, 第3页小计, 2025年3月合计, 3月份合计, 本月计, 累计数, 1-3月合计, 季度合计, 一季度合计, 以上合计, Grand total.
    [GeneratedRegex(@"^(?:(?<part>本页|本期|[本当]?[日旬月]|第\d+页|(?<month>(\d{4}年)?((1[0-2]|0?[1-9])月|(十[一二]?|[一二三四五六七八九])月)份?))|(?<longer>[本当]?年|[本当]?季度?|累计|[本当]?年度|(\d{4}年)?((?<quarter>第?[一二三四1-4]季度|" + Months + @")|(?<half>[上下]半年)|(?<year>全年))|(?<year>\d{4}年(?!\d)))|以上|(?<all>全部)|共)?(?<word>合计|总计|小计|累计|共计|总合计|(?<!^)计)(?:金额|数?额|数)?(?:\((?<in>元|万元|千元|大写|小写)\))?[:：]?$|^((?<part>sub)|(?<all>grand))?-?total[:：]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Totals();

    // 过次页, 转下页：, 承前页累计数. Of 上年结转 and 期初余额 a ledger may mean an entry.
    [GeneratedRegex(@"^(?:(?:结转|[过转])[次下后]页|(?:承|接)[前上]页|承前|过次|[前上]页结转|(?:carried|brought)forward|[cb]/f)(?:合计|累计|小计|余额)?(?:数|金额)?[:：]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Carried();

    // 汇总 as spreadsheets name the totals that they put between rows.
    [GeneratedRegex(@"^(合计|总计|小计|累计|共计|汇总|total) *[:：]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TotalsBehind();

    [GeneratedRegex(@"^(制表|制单|填表|填报|编制|编表|复核|审核|审批|核准|批准|经办|经手|主管|会计|出纳|记账|打印|导出|查询|报送|报表|单位|部门|财务|领导|分管领导|法定代表)(单位|部门|会计|领导)?(人|员|者|负责人|主管|签字|签章|盖章|日期|时间|说明)*(\((签字|签章|盖章|公章)\))?[:：]|^(日期|时间|联系人|联系电话|负责人|单位负责人|财务负责人|会计主管|数据来源|备注|附注|注|说明|第\d+页,?共\d+页|公章|盖章)(\d*[:：]|$)|^第\d+页[,，/]?共\d+页$|^[-—]*第?\d+/\d+页?[-—]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Signed();
}
