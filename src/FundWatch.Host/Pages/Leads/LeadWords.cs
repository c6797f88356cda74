using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Leads;

/// <summary>Names of what the store writes as codes, in the reader's language.</summary>
public static class LeadWords
{
    private static readonly Words _words = new();

    public static string Scheme(string scheme) => scheme;

    public static string? StreamOfScheme(string scheme) => null;

    public static string Status(string status) => _words.Find("status." + status) ?? status;

    public static string Outcome(string? outcome) => outcome is null ? Show.Nothing : _words.Find("outcome." + outcome) ?? outcome;
}
