using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Records;
using FundWatch.Core.Review;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Leads;

/// <summary>Names of what the store writes as codes, in the reader's language.</summary>
public static class LeadWords
{
    public static string Stream(string stream) => RecordStreams.Find(stream) is { } known ? Words.Pick(known.ChineseName, known.EnglishName) : stream;

    public static string Scheme(string scheme) => Schemes.Find(scheme) is { } known ? Words.Pick(known.Chinese, known.English) : scheme;

    public static string? StreamOfScheme(string scheme) => Schemes.Find(scheme)?.Stream;

    public static string Status(string status) => Words.Pick(LeadStatus.Chinese(status), LeadStatus.English(status));

    public static string Outcome(string? outcome) => outcome is null ? Show.Nothing : Words.Pick(LeadOutcome.Chinese(outcome), LeadOutcome.English(outcome));

    /// <summary>128 = 100 × risk 0.6401 × money 1.2024 × severity 0.875 × time 1.9007.</summary>
    public static string PriorityParts(PriorityParts parts, decimal priority) => new Words()["queue.priority.parts", [.. PriorityFactors.Of(parts, priority)]];

    /// <summary>A bureau's field as it is; an industry's code with its name: C2669 化学原料和化学制品制造业.</summary>
    public static string Sector(string sector) => IndustryWords.WithName(sector, chinese: !Words.IsEnglish);

    public static string DismissReason(string reason) => Words.Pick(DismissReasons.Chinese(reason), DismissReasons.English(reason));
}
