using System.Globalization;
using FundWatch.Core.Leads;

namespace FundWatch.Host.Texts;

/// <summary>How figures and times are written on the page: yuan with thousands separators, times in Shanghai.</summary>
public static class Show
{
    public const string Nothing = "—";

    // The zone's offset has been +08:00 since 1991; its name is missing on slim systems, where the offset alone does.
    private static readonly TimeSpan _shanghai = TimeSpan.FromHours(8);

    /// <param name="currency">ISO 4217; null: yuan.</param>
    /// <param name="fen">Whether two decimals are shown (<see cref="HaveFen"/> where amounts stand below each other); null: where this one has any.</param>
    public static string Money(decimal? amount, string? currency = null, bool? fen = null) => amount is { } value
        ? Sign(currency) + value.ToString(fen ?? HaveFen([value]) ? "N2" : "N0", CultureInfo.InvariantCulture)
        : Nothing;

    /// <summary>True unless all are whole: amounts in one column are shown with the same number of decimals.</summary>
    public static bool HaveFen(IEnumerable<decimal?> amounts) => amounts.Any(a => a is { } amount && decimal.Round(amount, 2) is var rounded && rounded != decimal.Truncate(rounded));

    public static bool IsMoney(string? unit) => UnitOfMoney.Is(unit);

    /// <summary>Short, for lists: ¥12.3万 or ¥123k.</summary>
    public static string ShortMoney(decimal amount, string? currency = null) => (Words.IsEnglish, Math.Abs(amount)) switch
    {
        (true, >= 1_000_000) => $"{Sign(currency)}{Short(amount / 1_000_000)}m",
        (true, >= 10_000) => $"{Sign(currency)}{Short(amount / 1_000)}k",
        (false, >= 100_000_000) => $"{Sign(currency)}{Short(amount / 100_000_000)}亿",
        (false, >= 10_000) => $"{Sign(currency)}{Short(amount / 10_000)}万",
        _ => Money(decimal.Round(amount), currency),
    };

    /// <summary>Money at stake: where no signal put a figure to it, that is not known, which is not nothing.</summary>
    public static string Stake(decimal amount, string? currency) => amount == 0 ? Nothing : Money(amount, currency);

    /// <summary>The same, short.</summary>
    public static string ShortStake(decimal amount, string? currency) => amount == 0 ? Nothing : ShortMoney(amount, currency);

    /// <summary>In each currency, beside each other: ¥5,100 + HKD 11,100.</summary>
    public static string Stake(IEnumerable<Stake> stakes) => Beside(stakes, Stake);

    /// <summary>The same, short.</summary>
    public static string ShortStake(IEnumerable<Stake> stakes) => Beside(stakes, ShortStake);

    private static string Beside(IEnumerable<Stake> stakes, Func<decimal, string?, string> text) =>
        string.Join(" + ", stakes.Where(s => s.Amount != 0).Select(s => text(s.Amount, s.Currency)).DefaultIfEmpty(Nothing));

    public static string Number(double value) => value.ToString(Math.Abs(value) switch
    {
        >= 1000 => "N0",
        >= 10 => "0.#",
        >= 0.01 or 0 => "0.##",
        _ => "0.####",
    }, CultureInfo.InvariantCulture);

    public static string Number(decimal? value) => value is { } number ? Number((double)number) : Nothing;

    /// <summary>A figure with the unit a rule or model gives it; money keeps its separators.</summary>
    public static string WithUnit(decimal? value, string? unit, string? currency = null, bool? fen = null) => (value, unit) switch
    {
        (null, _) => Nothing,
        ({ } yuan, _) when IsMoney(unit) => Money(decimal.Round(yuan, 2), currency, fen),
        ({ } share, "%" or "share" or "ratio") when unit is not "ratio" => Number((double)share * 100) + "%",
        ({ } number, null or "" or "ratio" or "count") => Number((double)number),
        var (number, other) => $"{Number((double)number.Value)} {Unit(other!)}",
    };

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Date(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Time(DateTimeOffset? at) => at?.ToOffset(_shanghai).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? Nothing;

    public static string TimeToTheSecond(DateTimeOffset at) => at.ToOffset(_shanghai).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(_shanghai).DateTime);

    /// <summary>In the units of file managers: 1 KB = 1024 bytes.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024.0:0.#} KB",
        < 1 << 30 => $"{bytes / (1024.0 * 1024):0.#} MB",
        _ => $"{bytes / (1024.0 * 1024 * 1024):0.#} GB",
    };

    public static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 10 => $"{span.TotalSeconds:0.0} s",
        < 120 => $"{span.TotalSeconds:0} s",
        < 7200 => $"{(int)span.TotalMinutes} min {span.Seconds:00} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes:00} min",
    };

    private static string Sign(string? currency) => currency is null ? "¥" : currency + "\u00a0";

    private static string Unit(string unit) => new Words().Find("unit." + unit) ?? unit;

    private static string Short(decimal value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.#", CultureInfo.InvariantCulture);
}
