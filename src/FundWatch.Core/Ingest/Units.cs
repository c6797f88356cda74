using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>Units of money in headers and cells, as multiples of a yuan.</summary>
public static class Units
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

    private static readonly (string Word, long Times)[] _before = [("十", 10), ("百", 100), ("千", 1_000), ("万", 10_000)];

    /// <summary>The usual units as people are told of them, the smallest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _named.Select(n => n.Name)];

    /// <summary>The factor of a unit such as 万元, 千元, 元 or 元/人; null where it is no unit of yuan.</summary>
    public static long? Factor(string unit) => MoneyUnit.Parse(unit) is { Currency: null, Factor: { } factor } ? factor : null;

    /// <summary>The name of a factor that <see cref="Factor"/> gives.</summary>
    public static string Name(long factor) => Array.Find(_named, n => n.Factor == factor).Name
        ?? _before.SelectMany(b => _named.Select(n => (Name: b.Word + n.Name, Factor: b.Times * n.Factor))).FirstOrDefault(n => n.Factor == factor).Name ?? "元";

    /// <summary>The same of a currency (ISO 4217; null for yuan): 万USD.</summary>
    public static string Name(long factor, string? currency) => currency is null ? Name(factor) : Name(factor)[..^1] + currency;
}
