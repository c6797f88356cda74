using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Sent;

namespace FundWatch.Host.Pages.Ingest;

/// <summary>What of a sent file a mapping can mend: the file, or one part of it.</summary>
/// <param name="Part">Null for the file as a whole.</param>
/// <param name="Kept">The mapping that it was read through and that is to be corrected; null for a draft.</param>
public sealed record Mending(FileReport? Part = null, string? Kept = null)
{
    private const double NearlyAll = 0.9;

    private static bool HasUnknownColumns(FileError? error) => error?.Code is "unknown_layout" or "missing_column" or "foreign_currency" or "ambiguous_stream" or "bad_mapping" or "no_such_mapping";

    public static Mending? Of(SentFile file) => file.Status == SentStatus.Refused && HasUnknownColumns(file.Error) && !(file.Report?.Files.Count > 1) ? new Mending() : null;

    /// <summary>A part that nobody has read takes a mapping of its own only beside parts that find theirs by themselves: one that was named for the file is for all of it.</summary>
    public static Mending? Of(SentFile file, FileReport part) =>
        part.Mapping is { } kept && IsNearlyAllRefused(part) ? new Mending(part, kept)
        : NeedsMapping(file, part) && file.Mapping is null ? new Mending(part)
        : null;

    public static bool IsNearlyAllRefused(FileReport part) => part.Quarantined > 0 && part.Quarantined >= part.Rows * NearlyAll;

    public static bool NeedsMapping(SentFile file, FileReport part) => file.Report!.Files.Count > 1 && HasUnknownColumns(part.Error) && (part.Status == FileReport.Failed || part.LeavesRows);
}
