using FundWatch.Core;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Inbox;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest;

/// <summary>What a look into the inbox took in.</summary>
public sealed record InboxReport(int Files, int Refused, long Rows, long Loaded, long Updated, long Unchanged, long Quarantined)
{
    /// <summary>Files that are still being written or arrived a moment ago: the next look takes them.</summary>
    public int Settling { get; init; }

    /// <summary>Files that the store broke off, with the reason; they stay in the inbox.</summary>
    public IReadOnlyList<(string Zh, string En)> Interrupted { get; init; } = [];

    /// <summary>What a person should know beside the figures.</summary>
    public IReadOnlyList<(string Zh, string En)> Notes { get; init; } = [];
}

/// <summary>
/// The inbox of the data directory: files that lie there are taken in and moved to <c>done</c> or <c>refused</c>, by month, with a report beside them. A folder below the
/// inbox names the source system; <c>NAME.mapping.json</c> beside a file is its mapping, else the one that its source used for the same header before. Killed between
/// loading and moving, a file is read again and found unchanged.
/// </summary>
public sealed class InboxScanner(FundWatchDatabase database, TimeProvider clock)
{
    private readonly Shelf _shelf = new(database, clock);
    private readonly List<(string, string)> _notes = [];
    private readonly List<(string, string)> _interrupted = [];

    /// <summary>Takes in what has settled.</summary>
    /// <exception cref="IngestInterrupted">The store is away or its disk full: no other file would fare better.</exception>
    public async Task<InboxReport> ScanAsync(IProgress<(double Share, string? Stage)>? progress, CancellationToken ct)
    {
        var found = await new InboxFolder(database.Directory.Inbox, clock).LookAsync(ct);
        var sum = new InboxReport(0, 0, 0, 0, 0, 0, 0) { Settling = found.Settling };
        foreach (var strange in found.Strange)
        {
            sum = sum with { Files = sum.Files + 1, Refused = sum.Refused + 1 };
            await MoveAsync(strange.Path, () => _shelf.RefuseAsync(strange, Source(strange.Path), Error(strange), ct));
        }

        for (var i = 0; i < found.Ready.Count; i++)
        {
            var path = found.Ready[i];
            var before = new FileInfo(path);
            if (before is not { Exists: true, LinkTarget: null })
            {
                continue; // gone, or another thing now: the next look decides
            }

            var (size, written) = (before.Length, before.LastWriteTimeUtc);

            if (await TakeInAsync(Request(path), progress is null ? null : new FileProgress(progress, i, found.Ready.Count), ct) is not { } report)
            {
                sum = sum with { Files = sum.Files + 1 };
                continue;
            }

            var (refused, t) = (report.Files.Any(f => f.Status == FileReport.Failed), report.Totals);
            sum = sum with
            {
                Files = sum.Files + 1, Refused = sum.Refused + (refused ? 1 : 0), Rows = sum.Rows + t.Rows, Loaded = sum.Loaded + t.Loaded, Updated = sum.Updated + t.Updated,
                Unchanged = sum.Unchanged + t.Unchanged, Quarantined = sum.Quarantined + t.Quarantined,
            };
            var after = new FileInfo(path);
            if (after.Exists && (after.Length != size || after.LastWriteTimeUtc != written))
            {
                _notes.Add(($"{after.Name} 在读取期间又被写入，留在收件箱，下次重新读取。", $"{after.Name} was written to while it was read; it stays in the inbox and is read again."));
                continue;
            }

            await MoveAsync(path, () => _shelf.PutAsync(path, Path.GetFileName(path), Source(path), report, ct));
        }

        return sum with { Notes = [.. Settling(found), .. _notes], Interrupted = _interrupted };
    }

    /// <returns>Null where the store broke off this file, and stands.</returns>
    private async Task<IngestReport?> TakeInAsync(IngestRequest request, IProgress<IngestProgress>? progress, CancellationToken ct)
    {
        try
        {
            return await new IngestService(database, clock).IngestAsync(request, progress, ct);
        }
        catch (FileRefused wrong)
        {
            // Its mapping is wrong: one such file must not hold up those behind it.
            return IngestReport.Of([new FileReport(request.Paths[0], null, null, 0, 0, 0, 0, 0, 0, FileReport.Failed, Error: new FileError(wrong.Code, wrong.Zh, wrong.En))]);
        }
        catch (IngestInterrupted broken)
        {
            if (broken.IsDiskFull || !await IsStoreThereAsync(ct))
            {
                throw;
            }

            // Something about this file, which may come back each time: those behind it must not wait for ever.
            var name = Path.GetFileName(request.Paths[0]);
            _interrupted.Add(($"{name} 未能导入，留在收件箱，下次再试；其余文件照常收取。{broken.Zh}", $"{name} was not taken in; it stays in the inbox and is tried again, and the others go on. {broken.En}"));
            return null;
        }
    }

    private async Task<bool> IsStoreThereAsync(CancellationToken ct)
    {
        try
        {
            await using var ask = database.App.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    // What is in the store stays; a file that cannot be moved is found unchanged the next time.
    private async Task MoveAsync(string path, Func<Task> move)
    {
        try
        {
            await move();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var (zh, en) = SystemWords.Of(e);
            _notes.Add(($"{Path.GetFileName(path)} 已处理，但无法移出收件箱：{zh}。请检查文件夹权限和磁盘空间。",
                $"{Path.GetFileName(path)} was dealt with but cannot be moved out of the inbox: {en}. Check the folder's rights and the disk's space."));
        }
    }

    private static IEnumerable<(string, string)> Settling(InboxContents found)
    {
        if (found.Settling > 0)
        {
            var seconds = InboxFolder.Settled.TotalSeconds;
            yield return ($"还有 {found.Settling} 个文件正在写入，或到达不足 {seconds} 秒，下次收取。",
                found.Settling == 1 ? $"1 file is still being written or arrived under {seconds} s ago; the next look takes it."
                    : $"{found.Settling} files are still being written or arrived under {seconds} s ago; the next look takes them.");
        }

        foreach (var folder in found.Closed)
        {
            yield return ($"无权读取文件夹 {folder}，其中的文件没有收取。", $"The folder {folder} may not be read; what lies in it was not taken in.");
        }
    }

    private static FileError Error(StrangeEntry entry) => entry switch
    {
        { LinkTarget: { } target } => new FileError("symbolic_link", $"这是指向 {target} 的符号链接，收件箱不跟随链接；链接已删除，所指文件未动。请放入文件本身。",
            $"This was a symbolic link to {target}; links in the inbox are not followed. The link was removed, what it points to was left alone. Put the file itself there."),
        { IsEmptyFile: true } => new FileError("empty_file", "文件是空的。请重新导出。", "The file is empty. Export it again."),
        _ => new FileError("special_file", "这不是普通文件（管道、套接字、设备，或无法打开的空文件），没有读取。请放入普通文件。",
            "This is no ordinary file (a pipe, a socket, a device, or an empty file that may not be opened); it was not read. Put an ordinary file there."),
    };

    private string Source(string path)
    {
        var parts = Path.GetRelativePath(database.Directory.Inbox, path).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : "default";
    }

    private IngestRequest Request(string path)
    {
        var mapping = new[] { path + ".mapping.json", Path.ChangeExtension(path, ".mapping.json") }.FirstOrDefault(m => new FileInfo(m) is { Exists: true, LinkTarget: null });
        return new IngestRequest([path], Source: Source(path), Mapping: mapping);
    }

    private sealed class FileProgress(IProgress<(double, string?)> to, int done, int files) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => to.Report(((done + value.Share) / files, value.Reports is null ? $"{done + 1}/{files} {Path.GetFileName(value.Path)} {value.Rows:N0}" : $"{done + 1}/{files} {value.Stage}"));
    }
}
