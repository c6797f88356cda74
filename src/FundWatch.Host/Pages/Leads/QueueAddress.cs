using System.Globalization;
using FundWatch.Data.Leads;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace FundWatch.Host.Pages.Leads;

/// <summary>The queue's filters as they stand in the address bar, so that a reload, a bookmark and the back button keep them.</summary>
public sealed record QueueAddress(
    string? Stream, string? Scheme, string? Status, string? Region, string? Text, decimal? MinimumScore, bool Mine, string? After)
{
    /// <summary>In the address, all states have a name: without one the queue shows what is open.</summary>
    public const string AnyStatus = "all";

    public LeadFilter ToFilter(string login) => new(
        Said(Stream), Said(Scheme), Said(Status) switch { null => "open", AnyStatus => null, var one => one }, Said(Region), Mine ? login : null, Said(Text), MinimumScore);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The filters in the address of the page that is open.</summary>
    public static QueueAddress Of(NavigationManager navigation)
    {
        var query = QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        return new QueueAddress(
            Value("stream"), Value("scheme"), Value("status"), Value("region"), Value("q"),
            decimal.TryParse(Value("min"), NumberStyles.Number, CultureInfo.InvariantCulture, out var minimum) ? minimum : null, Value("mine") == "1", Value("after"));

        string? Value(string name) => query.TryGetValue(name, out var values) && values[0] is { Length: > 0 } value ? value : null;
    }

    public bool IsFiltered => this with { After = null } != new QueueAddress(null, null, null, null, null, null, false, null);

    /// <summary>The query string, with its question mark; empty where nothing is chosen.</summary>
    public string Query()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("stream", Stream), ("scheme", Scheme), ("status", Status), ("region", Region), ("q", Text),
            ("min", MinimumScore?.ToString(CultureInfo.InvariantCulture)), ("mine", Mine ? "1" : null), ("after", After),
        };
        var query = string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }
}
