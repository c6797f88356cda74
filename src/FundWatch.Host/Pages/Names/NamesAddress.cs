using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace FundWatch.Host.Pages.Names;

/// <summary>What the page of names shows, as it stands in the address bar.</summary>
/// <param name="State">proposed, confirmed, undone, or unmatched: names that no link could be made of.</param>
/// <param name="Search">Part of the name as written, of the registered one, or of its code.</param>
public sealed record NamesAddress(string State = "proposed", string Search = "", int Skip = 0)
{
    public const string Unmatched = "unmatched";

    public static IReadOnlyList<string> States { get; } = ["proposed", "confirmed", "undone", Unmatched];

    public static NamesAddress Of(NavigationManager navigation)
    {
        var query = QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query);
        return new NamesAddress(States.FirstOrDefault(s => s == query.GetValueOrDefault("state")) ?? States[0], query.GetValueOrDefault("search").ToString().Trim(),
            int.TryParse(query.GetValueOrDefault("skip"), NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? skip : 0);
    }

    /// <summary>The page's path with its query.</summary>
    public string Query() => $"/names?state={State}" + (Search.Length == 0 ? "" : $"&search={Uri.EscapeDataString(Search)}") + (Skip == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&skip={Skip}"));
}
