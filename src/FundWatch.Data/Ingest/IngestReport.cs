using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FundWatch.Core;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;
using Npgsql;

namespace FundWatch.Data.Ingest;

/// <summary>How a run ended, file by file. Always: rows = loaded + updated + unchanged + quarantined.</summary>
public sealed record IngestReport(IReadOnlyList<FileReport> Files, IngestTotals Totals)
{
    /// <summary>True where a file or a row was refused.</summary>
    public bool HasRefusals => Totals.Quarantined > 0 || Files.Any(f => f.Status == FileReport.Failed);

    /// <summary>How many tables lie unread beside those that were taken in.</summary>
    [JsonIgnore]
    public int TablesLeft => Files.Count(f => f.LeavesRows);

    /// <summary>True where there were rows and each of them was refused.</summary>
    [JsonIgnore]
    public bool NoRowCameIn => Totals.Quarantined > 0 && Totals.Quarantined == Totals.Rows;

    /// <summary>True where nothing of it could be taken in.</summary>
    public bool IsRefusedWhole => Files.Any(f => f.Status == FileReport.Failed) && Files.All(f => f.Status is FileReport.Failed or FileReport.Ignored);

    /// <summary>The same of a file that lies, or is called, otherwise now; parts of it begin with its path. What is said about it names where it is.</summary>
    public IngestReport At(string was, string now) =>
        this with { Files = [.. Files.Select(f => f.Path.StartsWith(was, StringComparison.Ordinal) ? f with { Path = now + f.Path[was.Length..], Error = f.Error?.At(was, now) } : f)] };

    /// <summary>What is said of parts of it, for whoever has the file before them: by its name.</summary>
    public IngestReport Naming(string path, string name) => this with { Files = [.. Files.Select(f => f with { Error = f.Error?.Naming(path, name) })] };

    public static IngestReport Of(IReadOnlyList<FileReport> files) => new(files, new IngestTotals(
        files.Sum(f => f.Rows), files.Sum(f => f.Loaded), files.Sum(f => f.Updated), files.Sum(f => f.Unchanged), files.Sum(f => f.Quarantined),
        files.Sum(f => f.Skipped), files.Count, files.Count(f => f.Status == FileReport.Failed), Math.Round(files.Sum(f => f.Seconds), 3), files.Sum(f => f.Settled)));
}

/// <summary>Sums over the files of a run.</summary>
public sealed record IngestTotals(long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, long Skipped, int Files, int Failed, double Seconds, long Settled = 0);

/// <summary>What became of one file.</summary>
/// <param name="Status"><see cref="Done"/>, <see cref="AlreadyLoaded"/> (the same bytes read the same way before: nothing to do), <see cref="Failed"/> (refused whole),
/// <see cref="Ignored"/> (a sheet that is no known table, beside others that are) or <see cref="Stopped"/> by a person.</param>
/// <param name="Skipped">Rows that the mapping says are no records, and the totals and signatures of a printed table; not part of <paramref name="Rows"/>.</param>
/// <param name="Warnings">code:column and how often; where a code was replaced, code:column:what it was.</param>
/// <param name="Mapping">Name of the kept mapping it was read through, if any.</param>
/// <param name="MappingRemembered">True where nobody named that mapping: the source's earlier file with the same headers was read through it.</param>
/// <param name="Discarded">Of <paramref name="Unchanged"/>, where the file was loaded before: rows that were refused then and given up since, which are not in the store.</param>
/// <param name="RowsReplaced">True where the file was loaded before and later loads have replaced rows of it: what counts as unchanged is not all what the store says now.</param>
/// <param name="ReplacedUnknown">Why <paramref name="RowsReplaced"/> is not known, where the store did not answer; null where it is.</param>
/// <param name="Settled">Rows that earlier loads of the source had refused and this file brought: no longer open in quarantine. Beside the sum, not in it.</param>
/// <param name="Remarks">What the quality report of the batch remarks upon; empty where all is well.</param>
public sealed record FileReport(
    string Path, string? Stream, string? Encoding, long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, double Seconds,
    string Status, long Skipped = 0, string? Format = null, string? Sheet = null, long? BatchId = null, FileError? Error = null,
    IReadOnlyDictionary<string, int>? Warnings = null, IReadOnlyList<string>? UnusedColumns = null,
    string? Mapping = null, bool MappingRemembered = false, IReadOnlyList<Remark>? Remarks = null, long Discarded = 0, long Settled = 0, bool RowsReplaced = false, FileError? ReplacedUnknown = null)
{
    /// <summary>Of what was ignored: true where it holds rows of a table, which nobody has read; false for covers and notes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LeavesRows { get; init; }

    /// <summary>Of a file that was loaded again and stopped: true of what a load before had brought, whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEarlier { get; init; }

    /// <summary>Of a dry run: the first rows that would go into quarantine, in the order of the file; a load has them there.</summary>
    public IReadOnlyList<TriedRow>? RefusedRows { get; init; }

    /// <summary>Of a dry run: how many rows would be refused for each reason, those of <see cref="RefusedRows"/> among them.</summary>
    public IReadOnlyDictionary<string, long>? RefusedCodes { get; init; }

    /// <summary>Of a dry run: the quality report of what was read; a load has it with its batch.</summary>
    [JsonIgnore]
    public QualityReport? Tried { get; init; }

    /// <summary>Of a dry run: what the file holds, until the report is made of it.</summary>
    internal LoadSummary? Held { get; init; }

    /// <summary>The source that <see cref="Held"/> was read for; 0 where it has delivered nothing yet.</summary>
    internal int TriedIn { get; init; }

    /// <summary>True until the run has looked whether rows of a file that was loaded before have been replaced since, which it does once for all of them.</summary>
    internal bool MayBeReplaced { get; init; }

    /// <summary>What to know of a file whose rows were replaced since it was loaded.</summary>
    public static (string Zh, string En) ReplacedWords { get; } = ("此后其他文件已替换其中的行，现保持替换后的内容；要恢复本文件的内容，请用命令或上传页单独导入它（一个文件一张表）",
        "rows of it have been replaced by other files since, and stay as they are now; to bring this file's back, load it by itself with the command or the upload page, one table a file");

    /// <summary>What to know of a file of which nobody can say whether its rows were replaced, with the cause for whoever mends it.</summary>
    internal static FileError ReplacedUnknownBecause(NpgsqlException cause)
    {
        var (zh, en) = cause is PostgresException refused ? ($"{refused.SqlState}：{refused.MessageText}", $"{refused.SqlState}: {refused.MessageText}") : SystemWords.Of(cause);
        return new FileError("replaced_unknown", $"不知道此后其他文件是否已替换其中的行（数据库：{zh}）；再次导入本文件会重新查看",
            $"it is not known whether other files have replaced rows of it since (the database: {en}); taking it in again looks anew");
    }

    public const string Done = "done", AlreadyLoaded = "already_loaded", Failed = "failed", Ignored = "ignored", Stopped = "stopped";
}

/// <summary>Why a file was refused whole, and what to do.</summary>
public sealed record FileError(string Code, string Zh, string En)
{
    /// <summary>The same about a file that lies elsewhere now.</summary>
    public FileError At(string was, string now) => this with { Zh = Zh.Replace(was, now, StringComparison.Ordinal), En = En.Replace(was, now, StringComparison.Ordinal) };

    /// <summary>The same with the file's name in place of its path, but where a command needs to find it.</summary>
    public FileError Naming(string path, string name)
    {
        var said = new Regex($"(?<!--suggest-mapping \"){Regex.Escape(path)}");
        return this with { Zh = said.Replace(Zh, _ => name), En = said.Replace(En, _ => name) };
    }
}

/// <summary>Where a load stands.</summary>
public sealed record IngestProgress(string Path, int File, int Files, long Rows, double Share)
{
    private const string Reporting = "质量报告 / quality reports ";

    /// <summary>Once all rows are in: how many of the batches' quality reports are made, of how many. Null before.</summary>
    public (int Done, int Due)? Reports { get; init; }

    /// <summary>What is being done, as a job's run says it.</summary>
    public string Stage => Reports is var (done, due) ? string.Create(CultureInfo.InvariantCulture, $"{Reporting}{done}/{due}") : System.IO.Path.GetFileName(Path);

    /// <summary>The reports that a <see cref="Stage"/> speaks of; null where it speaks of none.</summary>
    public static (int Done, int Due)? ReportsIn(string? stage) =>
        stage?.StartsWith(Reporting, StringComparison.Ordinal) == true && stage[Reporting.Length..].Split('/') is [var one, var all]
            && int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var done) && int.TryParse(all, NumberStyles.None, CultureInfo.InvariantCulture, out var due) ? (done, due) : null;
}
