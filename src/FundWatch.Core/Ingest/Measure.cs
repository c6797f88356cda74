using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Records;

namespace FundWatch.Core.Ingest;

/// <summary>Units of weight and of land, and quantities that name theirs: 30公斤, 15 kg, 2.5亩, 1.2万斤. Converted where the factor is exact, else refused.</summary>
public static partial class Measure
{
    private enum Kind { Weight, Land }

    // In kilograms, and in mu of which fifteen are a hectare. A longer name before one that it ends with.
    private static readonly (string Name, Kind Kind, decimal Times)[] _units =
    [
        ("公斤", Kind.Weight, 1), ("千克", Kind.Weight, 1), ("kg", Kind.Weight, 1), ("㎏", Kind.Weight, 1), ("市斤", Kind.Weight, 0.5m), ("斤", Kind.Weight, 0.5m), ("克", Kind.Weight, 0.001m), ("g", Kind.Weight, 0.001m),
        ("市两", Kind.Weight, 0.05m), ("两", Kind.Weight, 0.05m), ("公吨", Kind.Weight, 1_000), ("吨", Kind.Weight, 1_000), ("t", Kind.Weight, 1_000),
        ("市亩", Kind.Land, 1), ("亩", Kind.Land, 1), ("公顷", Kind.Land, 15), ("hm2", Kind.Land, 15), ("hm²", Kind.Land, 15), ("ha", Kind.Land, 15),
        ("平方公里", Kind.Land, 1_500), ("平方千米", Kind.Land, 1_500), ("km2", Kind.Land, 1_500), ("km²", Kind.Land, 1_500), ("㎢", Kind.Land, 1_500), ("平方米", Kind.Land, 0.0015m), ("㎡", Kind.Land, 0.0015m), ("m2", Kind.Land, 0.0015m), ("m²", Kind.Land, 0.0015m),
    ];

    /// <summary>The unit that the contract gives a column: 亩 for 建设面积(亩); null where rows name it, or there is none.</summary>
    public static string? Of(Column column) => column.Type == ColumnType.Decimal ? InBrackets(column.ChineseHeader) : null;

    /// <summary>A unit stated for a column, where it is not the column's own and can become it: 公顷, where the contract has 亩; else null.</summary>
    public static string? Other(Column column, string? stated) => stated is not null && Of(column) is { } own && Factor(stated, own) is not (null or 1) ? stated : null;

    /// <summary>The unit of weight or land in the brackets of a header, or null.</summary>
    public static string? InBrackets(string header) => HeaderBrackets.Parts(HeaderBrackets.Folded(header)).FirstOrDefault(IsUnit);

    /// <summary>True of 公顷, 万亩, 500克.</summary>
    public static bool IsUnit(string text) => Find(text) is not null;

    /// <summary>
    /// True where the brackets of an amount's header say that something else is counted: %, 千克; or a rate: 元/㎡ is no sum. Not of a price, which may name the weight alone, nor of one whose row names its unit.
    /// </summary>
    public static bool CountsOther(Column column, string header) => !IsPrice(column) && HeaderBrackets.Parts(HeaderBrackets.Folded(header)).Any(p => IsUnit(p) || p is "%" or "‰" or "百分比" or "占比" || (!column.ChineseHeader.Contains("单价", StringComparison.Ordinal) && MoneyUnit.Parse(p)?.Per is { } per && IsUnit(per)));

    /// <summary>What a price for another unit of weight (元/斤, 元/吨, where the contract has 元/公斤) is multiplied by; null where it is for what has no weight (元/盒).</summary>
    /// <param name="per">What it is for; null where that is not said.</param>
    public static decimal? PriceTimes(Column column, string? per) => per is null || PricedPer(column) is not { } own ? 1 : Factor(own, per);

    /// <summary>What the price below a header is for: 斤 of 参考价（元/斤）, of 参考价（斤）; null where it does not say.</summary>
    public static string? PerOf(string header)
    {
        var folded = HeaderBrackets.Folded(header);
        var parts = HeaderBrackets.Parts(folded).ToList();
        return parts.Select(p => MoneyUnit.Parse(p)?.Per).FirstOrDefault(p => p is not null) ?? parts.Select(p => p.TrimStart('每', '/')).FirstOrDefault(IsUnit)
            ?? (folded.LastIndexOf("元/", StringComparison.Ordinal) is > 0 and var at ? MoneyUnit.Parse(HeaderBrackets.Without(folded[at..]))?.Per : null);
    }

    /// <summary>True of a column whose amounts are for a unit of weight.</summary>
    public static bool IsPrice(Column column) => PricedPer(column) is not null;

    /// <summary>The weight that a price is for, by what <see cref="PriceTimes"/> says of it: 斤 of 2, where the contract has 公斤; null of no price.</summary>
    public static string? PricedBy(Column column, decimal times) => PricedPer(column) is not { } own ? null
        : times == 1 ? own : _units.Where(u => u.Kind == Kind.Weight && Factor(own, u.Name) == times).Select(u => u.Name).MinBy(name => name.Length);

    private static string? PricedPer(Column column) => column.Type == ColumnType.Money && column.ChineseHeader.Contains('/') && PerOf(column.ChineseHeader) is { } per && IsUnit(per) ? per : null;

    /// <summary>What a quantity in one unit is multiplied by to be in the other; null where that is not known or not exact.</summary>
    public static decimal? Factor(string from, string to)
    {
        if (from.Trim().Equals(to.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        if (Find(from) is not { } one || Find(to) is not { } other || one.Kind != other.Kind)
        {
            return null;
        }

        var factor = one.Times / other.Times;
        return factor * other.Times == one.Times && factor * 1_000_000 == Math.Truncate(factor * 1_000_000) ? factor : null;
    }

    /// <summary>Parses a trimmed, folded cell that holds a number and its unit.</summary>
    /// <param name="unit">That of the column, or of the row.</param>
    /// <returns><see cref="CellIssue.OtherUnit"/> for a unit that cannot become the one expected.</returns>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, string unit, int scale, out long scaled)
    {
        scaled = 0;
        if (cell.Length is 0 or > 60)
        {
            return CellIssue.BadNumber;
        }

        var text = Encoding.UTF8.GetString(cell);
        foreach (var name in _units.Select(u => u.Name).Prepend(unit))
        {
            if (text.Length > name.Length && name.Length > 0 && text.EndsWith(name, StringComparison.OrdinalIgnoreCase)
                && NumberCell.ParseTimes(Encoding.UTF8.GetBytes(text[..^name.Length].TrimEnd()), scale, 1, Factor(name, unit) ?? 1, out scaled) is var issue && !CellIssues.IsRefusal(issue))
            {
                return Factor(name, unit) is null ? CellIssue.OtherUnit : issue;
            }
        }

        // 20箱 where bags are counted.
        var number = text.AsSpan().TrimEnd("箱袋包盒桶瓶罐筐件个只头条块份把捆板升");
        return number.Length < text.Length && !CellIssues.IsRefusal(NumberCell.ParseTimes(Encoding.UTF8.GetBytes(number.TrimEnd().ToString()), scale, 1, 1, out _)) ? CellIssue.OtherUnit : CellIssue.BadNumber;
    }

    /// <summary>Parses a number without a unit, or with one of its own, below a header that states another unit than the column's.</summary>
    public static CellIssue ParseBare(ReadOnlySpan<byte> cell, string stated, string unit, int scale, out long scaled) => NumberCell.ParseTimes(cell, scale, 1, Factor(stated, unit)!.Value, out scaled);

    private static (string Name, Kind Kind, decimal Times)? Find(string name)
    {
        var match = Many().Match(name.Trim());
        var at = Array.FindIndex(_units, u => u.Name.Equals(match.Groups[3].Value, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return null;
        }

        var many = match.Groups[1].Length == 0 ? 1 : decimal.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        many *= match.Groups[2].Value switch { "十" => 10, "百" => 100, "千" => 1_000, "万" => 10_000, "百万" => 1_000_000, "亿" => 100_000_000, _ => 1 };
        return many is 0 or > 1_000_000_000 ? null : (name.Trim(), _units[at].Kind, many * _units[at].Times);
    }

    // 500克, 万亩.
    [GeneratedRegex(@"^([0-9]{1,6}(?:\.[0-9]{1,3})?)?((?:百万|十|百|千(?!克)|万|亿))?(.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Many();
}
