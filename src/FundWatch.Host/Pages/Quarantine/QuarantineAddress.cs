using System.Globalization;
using FundWatch.Data.Ingest.Quarantine;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace FundWatch.Host.Pages.Quarantine;

/// <summary>The filters of the quarantine page as they stand in the address bar; the API reads the same.</summary>
/// <param name="State"><see cref="Settled"/>, or null for the open rows.</param>
/// <param name="Row">The row that is shown cell by cell.</param>
public sealed record QuarantineAddress(
    string? Stream = null, string? Code = null, string? Column = null, string? File = null, string? Batch = null, string? Since = null, string? After = null, string? Row = null, string? State = null)
{
    /// <summary>Rows that a later load has settled.</summary>
    public const string Settled = "settled";

    private const int FirstYear = 1900, LastYear = 9998; // within these a day is a day in every time zone

    public bool IsFiltered => this with { After = null, Row = null } != new QuarantineAddress();

    /// <summary>What cannot be read, as it stands in the address. Where there is any nothing may be listed: without a filter that somebody meant it would be all rows.</summary>
    public IReadOnlyList<string> Wrong =>
    [
        .. new[]
            {
                ("stream", Stream, HasNul(Stream)), ("code", Code, HasNul(Code)), ("column", Column, HasNul(Column)), ("file", File, HasNul(File)),
                ("batch", Batch, Number(Batch) is null), ("since", Since, Day(Since) is null), ("after", After, Number(After) is null), ("row", Row, Number(Row) is null), ("state", State, State != Settled),
            }
            .Where(p => p.Item2 is not null && p.Item3).Select(p => $"{p.Item1}={p.Item2!.Replace("\0", "%00", StringComparison.Ordinal)}"),
    ];

    public long? Shown => Number(Row);

    public static QuarantineAddress Of(NavigationManager navigation) =>
        Of(QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).ToDictionary(q => q.Key, q => (string?)q.Value[0]));

    public static QuarantineAddress Of(IReadOnlyDictionary<string, string?> query)
    {
        return new QuarantineAddress(Text("stream"), Text("code"), Text("column"), Text("file"), Text("batch"), Text("since"), Text("after"), Text("row"), Text("state") is not "open" and var state ? state : null);

        string? Text(string name) => query.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>Days begin at midnight in Shanghai.</summary>
    /// <exception cref="InvalidOperationException">Something in it is <see cref="Wrong"/>.</exception>
    public QuarantineFilter ToFilter() => Wrong.Count > 0 ? throw new InvalidOperationException($"No filter: {string.Join(' ', Wrong)}")
        : new(Stream, Code, File, Batch: Number(Batch), Column: Column, Since: Day(Since) is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)) : null,
            After: Number(After), IsSettled: State == Settled);

    /// <summary>The query string, with its question mark; empty where nothing is chosen.</summary>
    public string Query()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("stream", Stream), ("code", Code), ("column", Column), ("file", File), ("batch", Batch), ("since", Since), ("after", After), ("row", Row), ("state", State),
        };
        var query = string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear ? day : null;

    // U+0000, which no text of the store can hold.
    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
