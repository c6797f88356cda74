namespace FundWatch.Core.Leads;

/// <summary>A scheme family: the rules that describe one way of misusing money. Leads are one per subject and scheme.</summary>
/// <param name="Name">stream.name, part of the lead's fingerprint: never renamed.</param>
/// <param name="Stream">The stream under which its leads are listed.</param>
public sealed record Scheme(string Name, string Stream, string Chinese, string English)
{
    /// <summary>True where only models speak: no rule describes what is odd.</summary>
    public bool IsAnomaly => Name.EndsWith(Schemes.AnomalySuffix, StringComparison.Ordinal);
}
