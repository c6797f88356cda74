using FundWatch.Host.Accounts;

namespace FundWatch.Host.Pages;

/// <summary>The pages, in the order of the menu, each with the permission that opens it.</summary>
public static class Menu
{
    public static IReadOnlyList<(string Permission, string Path, string Title)> Entries { get; } =
    [
        (Permission.ReadLeads, "/leads", "nav.leads"),
        (Permission.ReadLeads, "/records", "nav.records"),
        (Permission.LoadFiles, "/upload", "nav.upload"),
        (Permission.ReadBatches, "/batches", "nav.batches"),
        (Permission.ManageQuarantine, "/quarantine", "nav.quarantine"),
        (Permission.ManageNames, "/names", "nav.names"),
        (Permission.ReadRuns, "/runs", "nav.runs"),
        (Permission.ReadOfficeTrail, "/trail", "nav.trail"),
        (Permission.ManageAccounts, "/accounts", "nav.accounts"),
    ];

    /// <summary>The roles that may open the page at this path or below it; none where it is no page of the menu.</summary>
    public static IReadOnlyList<string> RolesFor(string path) =>
        Entries.FirstOrDefault(e => path.Split('?')[0] is var page && (page == e.Path || page.StartsWith(e.Path + "/", StringComparison.Ordinal))).Permission is { } permission
            ? Permission.Roles[permission] : [];

    /// <summary>Where a role starts.</summary>
    public static string FirstFor(string role) => Entries.First(e => Permission.Allows(e.Permission, role)).Path;
}
