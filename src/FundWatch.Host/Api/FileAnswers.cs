using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;

namespace FundWatch.Host.Api;

/// <summary>A file that was sent: how far its load is, then what became of it.</summary>
/// <param name="Status">waiting, loading, done, refused (whole; see <paramref name="Error"/>), failed (in the middle; ask again to carry on) or cancelled.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Rows">Rows dealt with so far.</param>
/// <param name="Files">One for each part, with the keys of `ingest --json`: rows = loaded + updated + unchanged + quarantined.</param>
/// <param name="Refused">The first refused rows with their reasons; all of them are in quarantine.</param>
public sealed record FileAnswer(
    long Id, string Name, string Status, bool CancelAsked, string Source, string? Stream, string? Mapping, string? Sheet, long Size, string SentBy, DateTimeOffset SentAt, DateTimeOffset? FinishedAt,
    double Progress, long Rows, long? RunId, FileError? Error, IReadOnlyList<FileReport> Files, IngestTotals? Totals, IReadOnlyList<RefusedAnswer> Refused)
{
    public static FileAnswer Of(SentFile f, IReadOnlyList<RefusedRowSummary> refused) => Of(f, SentStatus.IsOver(f.Status) && !f.ReportIsEarlier ? f.Report : null, refused);

    private static FileAnswer Of(SentFile f, IngestReport? report, IReadOnlyList<RefusedRowSummary> refused) => new(
        f.FileId, f.FileName, f.Status, f.CancelAsked, f.Source, f.Stream, f.Mapping, f.Sheet, f.Size, f.SentBy, f.SentAt, f.FinishedAt,
        f.Status == SentStatus.Done ? 1 : f.Progress, report?.Totals.Rows ?? f.Rows, f.RunId, f.Error, report?.Files ?? [], report?.Totals,
        [.. refused.Select(r => new RefusedAnswer(r.RejectedId, r.BatchId, r.Sheet, r.Line, r.Column, r.Code, r.Zh, r.En))]);
}

/// <param name="Id">Of the row in quarantine.</param>
/// <param name="Line">In the file, from 1.</param>
public sealed record RefusedAnswer(long Id, long BatchId, string? Sheet, long Line, string? Column, string Code, string MessageZh, string MessageEn);

/// <param name="Files">Newest first.</param>
public sealed record FileList(IReadOnlyList<FileAnswer> Files);
