using System.Globalization;
using FundWatch.Data.Queue;

namespace FundWatch.Host.Pages.Leads;

/// <summary>The queue's filters as they stand in the address bar, so that a reload, a bookmark and the back button keep them.</summary>
public sealed record QueueAddress(
    string? Stream, string? Scheme, string? Status, string? Region, string? Text, decimal? MinimumScore, bool Mine, string? After)
{
    /// <summary>In the address, all states have a name: without one the queue shows what is open.</summary>
    public const string AnyStatus = "all";

    public QueueFilter ToFilter(string login) => new(
        Stream, Scheme, Status switch { null or "" => QueueFilter.Open, AnyStatus => null, var one => one }, Region, Text, MinimumScore, Mine ? login : null);

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
