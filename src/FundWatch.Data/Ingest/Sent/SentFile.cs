namespace FundWatch.Data.Ingest.Sent;

/// <summary>A file that somebody sent through the page or the API, and what has become of it.</summary>
/// <param name="Path">Where its bytes lie now.</param>
/// <param name="Via"><c>page</c>, <c>api</c> or <c>records</c> (a body of records, kept as a file only until it is loaded).</param>
/// <param name="Status">One of <see cref="SentStatus"/>.</param>
/// <param name="CancelAsked">Somebody wants the load to stop; it does within a second or two.</param>
/// <param name="Progress">0 to 1, of the load that is under way.</param>
/// <param name="Rows">Rows dealt with so far.</param>
/// <param name="Report">Of the last load that ended with one; see <see cref="ReportIsEarlier"/>.</param>
public sealed record SentFile(
    long FileId, string FileName, string Path, long Size, string Source, string? Stream, string? Mapping, string? Sheet, string Via, string SentBy, DateTimeOffset SentAt,
    string Status, bool CancelAsked, FileError? Error, IngestReport? Report, DateTimeOffset? FinishedAt, double Progress, long Rows, long? RunId)
{
    /// <summary>While the load's rows are in and their quality reports are made: how many are, of how many.</summary>
    public (int Done, int Due)? Reports { get; init; }

    /// <summary>True where the report is of a load before: the file waits or loads again, or broke off.</summary>
    public bool ReportIsEarlier => StatusBefore is not null;

    /// <summary>How the load before ended, where there is one.</summary>
    internal string? StatusBefore { get; init; }

    /// <summary>The job that loads it.</summary>
    public string Job => JobOf(FileId);

    /// <summary>Where a part of it lies that the report names after the file.</summary>
    public string PathOf(FileReport part) => part.Path.StartsWith(FileName, StringComparison.Ordinal) ? Path + part.Path[FileName.Length..] : Path;

    public static string JobOf(long fileId) => string.Create(null, $"{JobName}/{fileId}");

    public const string JobName = "load-file";
}

/// <summary>What is to be loaded, and how.</summary>
public sealed record NewSentFile(string FileName, string Path, long Size, string Source, string? Stream, string? Mapping, string? Sheet, string Via, string SentBy);

/// <summary>The states of <c>ingest.sent_file.status</c>.</summary>
public static class SentStatus
{
    public const string Waiting = "waiting";
    public const string Loading = "loading";
    public const string Done = "done";

    /// <summary>Refused whole: the error says why, and it can be asked for again with another mapping.</summary>
    public const string Refused = "refused";

    /// <summary>The world broke in the middle; what was committed stays and the same file carries on when asked again.</summary>
    public const string Failed = "failed";

    public const string Cancelled = "cancelled";

    public static bool IsOver(string status) => status is not (Waiting or Loading);
}
