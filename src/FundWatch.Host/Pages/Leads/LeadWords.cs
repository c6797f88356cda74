using FundWatch.Core.Leads;
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

    public static string DismissReason(string reason) => Words.Pick(DismissReasons.Chinese(reason), DismissReasons.English(reason));
}
