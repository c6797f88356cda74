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

    /// <summary>Where a role starts.</summary>
    public static string FirstFor(string role) => Entries.First(e => Permission.Allows(e.Permission, role)).Path;
}
