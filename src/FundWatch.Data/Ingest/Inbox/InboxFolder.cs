namespace FundWatch.Data.Ingest.Inbox;

/// <summary>What lies in the inbox, sorted by what is to be done with it.</summary>
/// <param name="Ready">Complete as far as can be known, by name.</param>
/// <param name="Strange">No ordinary files (links, pipes, devices) and empty ones: refused without being opened.</param>
/// <param name="Settling">Still being written, or arrived a moment ago.</param>
/// <param name="Closed">Folders that may not be read.</param>
internal sealed record InboxContents(IReadOnlyList<string> Ready, IReadOnlyList<StrangeEntry> Strange, int Settling, IReadOnlyList<string> Closed);

/// <param name="LinkTarget">Where a symbolic link points; null for everything else.</param>
internal sealed record StrangeEntry(string Path, string? LinkTarget, bool IsEmptyFile);

/// <summary>
/// Looks into the inbox. A file is complete when nobody has written to it for a while, nobody on this machine holds it open for writing (where that can
/// be seen), and a second look a second later finds it as it was. Links are never followed, so that nothing outside the inbox can be taken in.
/// </summary>
internal sealed class InboxFolder(string root, TimeProvider clock)
{
    /// <summary>A file that was written to a moment ago may still be on its way.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly string[] Unfinished = [".part", ".tmp", ".crdownload", ".filepart", ".download"];
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly List<(string Path, long Size, DateTime Written)> _still = [];
    private readonly List<StrangeEntry> _strange = [];
    private readonly List<string> _closed = [];
    private int _settling;

    public async Task<InboxContents> LookAsync(CancellationToken ct)
    {
        Look(new DirectoryInfo(root));
        var ready = new List<string>();
        if (_still.Count > 0)
        {
            await Task.Delay(BetweenLooks, clock, ct);
            var writing = OpenFiles.Written();
            foreach (var (path, size, written) in _still)
            {
                var now = new FileInfo(path);
                if (now.Exists && now.Length == size && now.LastWriteTimeUtc == written && !writing.Any(w => w.EndsWith(Inside(path), StringComparison.Ordinal)))
                {
                    ready.Add(path);
                }
                else
                {
                    _settling++;
                }
            }
        }

        return new InboxContents([.. ready.Order(StringComparer.Ordinal)], _strange, _settling, _closed);
    }

    private void Look(DirectoryInfo folder)
    {
        IReadOnlyList<FileSystemInfo> entries;
        try
        {
            entries = [.. folder.EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            _closed.Add(folder.FullName);
            return;
        }

        foreach (var entry in entries.Where(e => !e.Name.StartsWith('.') && !e.Name.StartsWith("~$", StringComparison.Ordinal)))
        {
            if (entry.LinkTarget is { } target)
            {
                _strange.Add(new StrangeEntry(entry.FullName, target, IsEmptyFile: false));
            }
            else if (entry is DirectoryInfo below)
            {
                Look(below);
            }
            else if (entry is FileInfo file && !file.Name.EndsWith(".mapping.json", StringComparison.OrdinalIgnoreCase))
            {
                Sort(file);
            }
        }
    }

    private void Sort(FileInfo file)
    {
        // A time ahead of ours is another machine's clock; the second look has to do then.
        var age = (clock.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc).Duration();
        if (age < Settled || Unfinished.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
        {
            _settling++;
        }
        else if (file.Length == 0)
        {
            // Pipes, sockets and devices have no length. Reading one may never end, so nothing without length is read.
            _strange.Add(new StrangeEntry(file.FullName, null, IsOrdinary(file.FullName)));
        }
        else
        {
            _still.Add((file.FullName, file.Length, file.LastWriteTimeUtc));
        }
    }

    private string Inside(string path) => "/" + Path.GetRelativePath(Path.GetDirectoryName(root)!, path);

    // Opened for reading alone, a pipe would keep us waiting for a writer.
    private static bool IsOrdinary(string path)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return probe.CanSeek;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}
