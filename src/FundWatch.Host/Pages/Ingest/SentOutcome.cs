using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;

namespace FundWatch.Host.Pages.Ingest;

/// <summary>How a sent file's card is headed: its status, and of one that is done, how much of it came in.</summary>
internal static class SentOutcome
{
    public static string Of(SentFile file) => file switch
    {
        { Status: SentStatus.Loading, CancelAsked: true } => "cancelling",
        { Status: SentStatus.Done, Report.NoRowCameIn: true } => "none",
        { Status: SentStatus.Done, Report: { } report } when report.TablesLeft > 0 || report.Files.Any(f => f.Status == FileReport.Failed || Mending.IsNearlyAllRefused(f)) => "partly",
        _ => file.Status,
    };

    public static string Look(string outcome) => outcome switch
    {
        SentStatus.Done => "done", "partly" => "partly", "none" or SentStatus.Refused or SentStatus.Failed => "failed", SentStatus.Cancelled => "abandoned", _ => "running",
    };
}
