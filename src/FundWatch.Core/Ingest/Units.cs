using System.Text;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Ingest;

/// <summary>Units of money in headers and cells, as multiples of a yuan.</summary>
public static partial class Units
{
    internal static readonly (byte[] Word, long Times)[] Words =
    [
        (Encoding.UTF8.GetBytes("百万"), 1_000_000), (Encoding.UTF8.GetBytes("千万"), 10_000_000), (Encoding.UTF8.GetBytes("万"), 10_000),
        (Encoding.UTF8.GetBytes("亿"), 100_000_000), (Encoding.UTF8.GetBytes("千"), 1_000),
    ];

    private static readonly (string Name, long Factor)[] _named =
    [
        ("元", 1), ("百元", 100), ("千元", 1_000), ("万元", 10_000), ("十万元", 100_000), ("百万元", 1_000_000), ("千万元", 10_000_000), ("亿元", 100_000_000),
    ];

    private static readonly Dictionary<string, long> _factors = new(_named.Select(n => KeyValuePair.Create(n.Name, n.Factor)))
    {
        ["yuan"] = 1, ["cny"] = 1, ["rmb"] = 1, ["￥"] = 1, ["¥"] = 1, ["万"] = 10_000, ["十万"] = 100_000, ["百万"] = 1_000_000, ["千万"] = 10_000_000, ["亿"] = 100_000_000,
    };

    /// <summary>The units as people are told of them, the smallest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _named.Select(n => n.Name)];

    /// <summary>The factor of a unit such as 万元, 千元, 元 or 元/人; null where it is no unit of money.</summary>
    public static long? Factor(string unit)
    {
        var name = Simplified(unit.Trim());
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        name = slash > 0 ? name[..slash] : name;
        name = name.EndsWith("人民币", StringComparison.Ordinal) ? name[..^3] : name.StartsWith("人民币", StringComparison.Ordinal) ? name[3..] : name;
        return _factors.TryGetValue(name, out var factor) ? factor : null;
    }

    /// <summary>True of what can only be a unit of money, yet is none that <see cref="Factor"/> knows: 角, 分, 十元, 十亿, 1000元, RMB'000.</summary>
    public static bool IsUnknown(string unit) => Factor(unit) is null && Money().IsMatch(Simplified(unit.Trim().ToLowerInvariant()));

    // The forms of cheques and of Hong Kong: 仟元, 萬元.
    private static string Simplified(string unit) => unit.Replace('圆', '元').Replace('圓', '元').Replace('萬', '万').Replace('億', '亿').Replace('仟', '千').Replace('佰', '百').Replace('拾', '十');

    [GeneratedRegex(@"^(?:人民币|rmb|cny)?(?:[十百千万亿兆\d,.]*[元角分厘]|[十百千万亿兆]+)(?:人民币|/.*)?$|^(?:人民币|rmb|cny|￥|¥) ?(?:'?0{3,}|k|mn?|thousands?|millions?)$|^(?:'0{3,}|thousands?|millions?)$")]
    private static partial Regex Money();

    /// <summary>The name of a factor that <see cref="Factor"/> gives.</summary>
    public static string Name(long factor) => Array.Find(_named, n => n.Factor == factor).Name ?? "元";
}
