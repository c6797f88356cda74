using System.Text.RegularExpressions;

namespace FundWatch.Core.Ingest;

/// <summary>A unit of money as headers, captions, lines of units and mappings state it: 万元, 人民币（万元）, 元/公斤, 万美元, USD万.</summary>
/// <param name="Name">For people, and read again as the same: 万元, 元/公斤, 万美元.</param>
/// <param name="Factor">In units of its currency: 10,000 for 万元; null where amounts in it are not read: 角, 1000元, RMB'000.</param>
/// <param name="Currency">ISO 4217; null for yuan.</param>
/// <param name="Per">What a price is for, as written: 公斤, 500克, 人.</param>
public readonly record struct MoneyUnit(string Name, long? Factor, string? Currency = null, string? Per = null)
{
    private const string Numerals = "0123456789.〇零一二三四五六七八九两几半十百千万亿壹贰叁肆伍陆柒捌玖";

    // Words that leave a unit what it is, and those of sums, behind which 百元 and 千元 may be an amount (预算百万元) and 万元 hardly is.
    private const string Beside = "不?含税|含增值税|价税合计|未税|税[前后]|折合成?|折算[成为]?|折人民币|换算[成为]?|统一|全部|本表|现价|当年价|全年|年度|本年|当年|人民币|rmb|cny|是|均?[为以按]|,";
    private const string Sums = "(?:金额|数额|合计|小计|总计|共计|总额|总|累计|预算|决算|概算|结算|估算|计划|执行|实际|拨付|到账|到位|下达|合同额|投资额|总投资|资金|补助|结余|余额|[年期][初末]|财政|中央|省级|市级|县级|上级|本级|配套|自筹|支出|收入|项目)数?";

    private const int Longest = 30;
    private const long Largest = 1_000_000_000_000;

    private static readonly string _foreign = string.Join('|', ForeignMoney.Names.OrderByDescending(n => n.Length).Select(Regex.Escape));

    // The currency in front or behind, 1000 (a unit of some ledgers), 万, 元 or a currency's name, and what it is for.
    private static readonly Regex _unit = new($@"^(?:以|按)?(?<yuan>人民币|rmb|cny|[￥¥])?(?<code>{_foreign})?[/:(]?(?<number>1[0,]+|1[0,]*0)?(?<times>[十百千万亿兆w]*|'?0{{3,}}s?|k|mn?|thousands?|millions?)(?<base>{_foreign}|[元角分厘])?\)?(?<yuan>人民币|rmb|cny|[￥¥])?(?:计|为单位|整)?(?:[/每](?<per>[^、,;:()]+))?$", RegexOptions.CultureInvariant);

    // A unit among words of which it is known that they count nothing: 含税万元, 万元保留两位小数. In 万元以上, 每人五百元 and 二十余万元 it is of an amount, in 万元户 it is no unit.
    private static readonly Regex _within = new($"^(?:(?:{Beside}|{Sums})*(?<unit>[万亿]元)|(?:{Beside})*(?<unit>[千万亿]元)|(?<unit>[十百千万亿]+元))"
        + "(?:计|整数?|取整|为单位|人民币|rmb|cny|不?含.*|未税|税[前后]|保留.*|四舍五入|精确.*|.?位小数|,)*$", RegexOptions.CultureInvariant);

    // 万元(含)以上, 十万元(不含): a bound of amounts; 限额以上(万元) is none.
    private static readonly Regex _bound = new(@"元\W*(?:不?含\w{0,8}\W*)?及?以[上下内](?:的|(?!\w))|元\W*不?含(?:本?数)?(?!\w)", RegexOptions.CultureInvariant);

    private static readonly Regex _multiple = new("[十百千万亿]+元", RegexOptions.CultureInvariant);

    private static readonly Regex _yuan = new("[十百千万亿]*元", RegexOptions.CultureInvariant);

    private static readonly Regex _end = new($"[十百千万亿]*元(?<!{_foreign}|单元|公元|多元)$", RegexOptions.CultureInvariant);

    /// <param name="IsCurrency">It names a currency, and not how many of it.</param>
    private readonly record struct Reading(MoneyUnit Unit, string Text, bool IsCurrency);

    /// <summary>True of 元 and 人民币万元, but not of 万, which may be of any currency.</summary>
    public bool NamesYuan { get; init; }

    /// <summary>True of 人民币 and nothing else: it says which currency amounts are in, and leaves to others how many of it.</summary>
    public bool IsYuanAlone { get; init; }

    // How it was said makes no other unit of it.
    public bool Equals(MoneyUnit other) => (Name, Factor, Currency, Per) == (other.Name, other.Factor, other.Currency, other.Per);

    public override int GetHashCode() => HashCode.Combine(Name, Factor, Currency, Per);

    /// <summary>True of 角 and 分, which are places of an amount too, and of 分 that counts marks.</summary>
    public bool IsSmall => Factor is null && Name is "角" or "分" or "厘";

    /// <summary>A text that is a unit of money and nothing else; null where it is not.</summary>
    public static MoneyUnit? Parse(string text) => text.Length > Longest ? null : Whole(Together(text));

    /// <summary>The unit in what a header's brackets or a cell of a line of units say: 万元 of 单位：万元，含税; one without <see cref="Factor"/> where they say two.</summary>
    public static MoneyUnit? In(string text)
    {
        if (text.Length is 0 or > 60)
        {
            return null;
        }

        var plain = Plain(text).Replace("单位为", "", StringComparison.Ordinal).Replace("单位", "", StringComparison.Ordinal).TrimStart(':', ' ');
        var together = plain.Replace(" ", "", StringComparison.Ordinal);
        return Whole(together) ?? Joined(text, Split(together, ',', '、', ';', ':')) ?? (_bound.IsMatch(together) ? null : Joined(text, Uncounted(Split(plain, ',', '、', ';', ':', ' '))) ?? Joined(text, Uncounted(Split(together, '(', ')')))
            ?? (together.Any(char.IsAsciiDigit) ? null : Joined(text, Split(plain, ',', '、', ';', ':', ' ', '/'))) ?? Within(together.Replace('(', ',').Replace(')', ',')));
    }

    /// <summary>The unit that a text speaks of, although nobody can tell whether it is the unit of anything: 万元 of 万元以上; null where it speaks of none, or of an amount.</summary>
    public static MoneyUnit? MentionedIn(string text) => Multiples(Together(text)).Select(m => Whole(m.Value)).FirstOrDefault();

    /// <summary>The unit that a text ends with, also yuan: more likely the unit of something than in 万元以上.</summary>
    public static MoneyUnit? EndOf(string text) => Together(text) is var together && _end.Match(together) is { Success: true } end && !IsCountedBy(together.AsSpan(0, end.Index)) ? Whole(end.Value) : null;

    /// <summary>True where what stands before a unit makes an amount of it: 20, 二十余, 数, 每. Behind a word 数 ends a name of amounts (资金数) and 余 one of balances (结余).</summary>
    public static bool IsCountedBy(ReadOnlySpan<char> before) => before.Length > 0
        && (before[^1] is '余' or '多' or '数' ? before.Length == 1 || Numerals.Contains(before[^2]) : before[^1] == '每' || Numerals.Contains(before[^1]));

    /// <summary>Those that say how many: beside 万元, 人民币 says nothing more.</summary>
    public static IEnumerable<T> Counted<T>(IReadOnlyCollection<T> stated, Func<T, MoneyUnit> unit) =>
        stated.Any(s => unit(s) is { IsYuanAlone: false, Currency: null, Factor: not null }) ? stated.Where(s => !unit(s).IsYuanAlone) : stated;

    private static string Together(string text) => Plain(text).Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<Match> Multiples(string together) => _multiple.Matches(together).Where(m => !IsCountedBy(together.AsSpan(0, m.Index)));

    private static string[] Split(string text, params char[] at) => text.Split(at, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // None where a blank or a bracket parts an amount: 50 万元, 5（万元）, 含50万元（万元）.
    private static string[] Uncounted(string[] parts)
    {
        var isAmount = false;
        for (var i = 0; i < parts.Length; i++)
        {
            isAmount |= Read(parts[i]) is null ? _yuan.Matches(parts[i]).Any(m => IsCountedBy(parts[i].AsSpan(0, m.Index))) : i > 0 && Read(parts[i - 1]) is null && IsCountedBy(parts[i - 1]);
        }

        return isAmount ? [] : parts;
    }

    // 美元，万 is one unit in two parts, 元、角、分 is yuan, 元、万元 is two.
    private static MoneyUnit? Joined(string text, string[] parts)
    {
        var units = parts.Select(Read).OfType<Reading>().ToList();
        var known = units.FindAll(u => u.Unit.Factor is not null);
        if (known.Count == 0)
        {
            return units.Count > 0 ? units[0].Unit : null;
        }

        var (foreign, factors) = (known.FindAll(u => u.Unit.Currency is not null), known.Where(u => !u.IsCurrency).Select(u => u.Unit.Factor!.Value).Distinct().ToList());
        var currencies = foreign.Select(u => u.Unit.Currency).Distinct().ToList();
        var namesYuan = known.Exists(u => u.Unit.NamesYuan);
        return factors.Count > 1 || currencies.Count > 1 || (currencies.Count == 1 && namesYuan) ? new MoneyUnit(text, null)
            : Named(factors.Count == 0 ? 1 : factors[0], currencies.FirstOrDefault(), known.Select(u => u.Unit.Per).FirstOrDefault(p => p is not null), foreign.Select(u => u.Text).FirstOrDefault()) with
            { NamesYuan = namesYuan, IsYuanAlone = known.TrueForAll(u => u.Unit.IsYuanAlone) };
    }

    private static MoneyUnit? Within(string plain) => _within.Match(plain) is { Success: true } found ? Whole(found.Groups["unit"].Value) : null;

    private static MoneyUnit? Whole(string plain) => Read(plain)?.Unit;

    private static Reading? Read(string plain)
    {
        if (plain.Length is 0 or > Longest || _unit.Match(plain) is not { Success: true } match)
        {
            return null;
        }

        string Part(string name) => match.Groups[name].Value;
        var (times, root, per, number) = (Part("times"), Part("base"), Part("per"), Part("number"));
        var isChinese = root is "元" or "角" or "分" or "厘";
        var foreign = Part("code").Length > 0 ? Part("code") : root.Length > 0 && !isChinese ? root : null;
        var namesMoney = match.Groups["yuan"].Success || foreign is not null || root.Length > 0;
        if ((!namesMoney && (times is "" or "k" or "m" or "mn")) || (number.Length > 0 && (per.Length > 0 || root != "元")))
        {
            return null; // 100元/人 is an amount
        }

        per = per is "元" or "人民币" ? "" : per.TrimEnd('*', ')');
        var factor = Times(times);
        var saysHundreds = foreign is null && root.Length == 0 && times.Length > 0 && !times.Contains('万') && !times.Contains('亿'); // 千 and nothing else
        var isKnown = factor is > 0 and <= Largest && number.Length == 0 && (root == "元" || !isChinese) && !saysHundreds;
        var isCurrency = times.Length == 0 && !isChinese;
        return new Reading(isKnown ? Named(factor!.Value, foreign is null ? null : ForeignMoney.CodeOf(foreign), per.Length > 0 ? per : null, foreign is null ? null : times + foreign) with
            { NamesYuan = root == "元" || match.Groups["yuan"].Success, IsYuanAlone = isCurrency && foreign is null && per.Length == 0 } : new MoneyUnit(plain, null), plain, isCurrency);
    }

    private static MoneyUnit Named(long factor, string? currency, string? per, string? foreign) =>
        new((currency is null ? Units.Name(factor) : foreign ?? currency) + (per is null ? "" : "/" + per), factor, currency, per);

    private static long? Times(string words)
    {
        long times = 1;
        foreach (var c in words)
        {
            var one = c switch { '十' => 10, '百' => 100, '千' => 1_000, '万' => 10_000, '亿' => 100_000_000, _ => 0 };
            if (one == 0 || times > Largest)
            {
                return null;
            }

            times *= one;
        }

        return times;
    }

    // Half-width, lower case, in the forms of everyday: 仟元 and 萬元 stand on cheques and in Hong Kong.
    private static string Plain(string text) => CellText.Folded(text).ToLowerInvariant()
        .Replace('圆', '元').Replace('圓', '元').Replace('萬', '万').Replace('億', '亿').Replace('仟', '千').Replace('佰', '百').Replace('拾', '十').Replace('幣', '币')
        .Replace("“", "", StringComparison.Ordinal).Replace("”", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
        .Trim(' ', '(', ')', '[', ']', '【', '】', '〔', '〕', ':', '。', '.', ';', ',', '*');
}
