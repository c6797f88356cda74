using System.Globalization;
using FundWatch.Data.Ingest.Quarantine;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace FundWatch.Host.Pages.Quarantine;

/// <summary>The filters of the quarantine page as they stand in the address bar; the API reads the same.</summary>
/// <param name="State"><see cref="Settled"/>, or null for the open rows.</param>
/// <param name="Row">The row that is shown cell by cell.</param>
public sealed record QuarantineAddress(
    string? Stream = null, string? Code = null, string? Column = null, string? File = null, long? Batch = null, DateOnly? Since = null, long? After = null, long? Row = null, string? State = null)
{
    /// <summary>Rows that a later load has settled.</summary>
    public const string Settled = "settled";

    public bool IsFiltered => this with { After = null, Row = null } != new QuarantineAddress();

    public static QuarantineAddress Of(NavigationManager navigation) =>
        Of(QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).ToDictionary(q => q.Key, q => (string?)q.Value[0]));

    public static QuarantineAddress Of(IReadOnlyDictionary<string, string?> query)
    {
        return new QuarantineAddress(Text("stream"), Text("code"), Text("column"), Text("file"), Number("batch"),
            DateOnly.TryParseExact(Text("since"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var since) ? since : null, Number("after"), Number("row"), Text("state") == Settled ? Settled : null);

        string? Text(string name) => query.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        long? Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Days begin at midnight in Shanghai.</summary>
    public QuarantineFilter ToFilter() => new(Stream, Code, File, Batch: Batch, Column: Column,
        Since: Since is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)) : null, After: After, IsSettled: State == Settled);

    /// <summary>The query string, with its question mark; empty where nothing is chosen.</summary>
    public string Query()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("stream", Stream), ("code", Code), ("column", Column), ("file", File), ("batch", Batch?.ToString(CultureInfo.InvariantCulture)),
            ("since", Since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("after", After?.ToString(CultureInfo.InvariantCulture)), ("row", Row?.ToString(CultureInfo.InvariantCulture)), ("state", State),
        };
        var query = string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }
}
