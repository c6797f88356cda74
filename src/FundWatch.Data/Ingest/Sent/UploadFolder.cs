using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>
/// Where bytes that are being sent lie until they are whole: a folder of its own for each, hidden in the inbox, so that equal names never meet and the
/// inbox's scan leaves them alone.
/// </summary>
public sealed class UploadFolder(DataDirectory directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private string Root => RootOf(directory);

    /// <summary>Bytes of free space on the disk that takes uploads.</summary>
    public long FreeBytes => new DriveInfo(directory.Inbox).AvailableFreeSpace;

    /// <param name="name">As the sender calls it: any text at all.</param>
    public IncomingFile Begin(string? name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N")), OwnerOnly).FullName;
        return new IncomingFile(folder, SafeName.Of(name));
    }

    /// <summary>Removes what processes that were killed in the middle of an upload left: halves, and whole files that nobody was told of.</summary>
    /// <param name="known">Paths of files that are known.</param>
    public void Sweep(DateTimeOffset now, Func<string, bool> known)
    {
        foreach (var folder in new DirectoryInfo(Root).EnumerateDirectories())
        {
            try
            {
                if (folder.GetFiles().All(f => now.UtcDateTime - f.LastWriteTimeUtc > Forgotten && !known(f.FullName)) && now.UtcDateTime - folder.LastWriteTimeUtc > Forgotten)
                {
                    folder.Delete(recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its upload was broken off and took it away this moment; what stands there still, the next sweep takes.
            }
        }
    }

    internal static void Remove(string path)
    {
        if (Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && Path.GetFileName(Path.GetDirectoryName(folder)) == Name)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void RemoveEmpty(string folder, DataDirectory directory)
    {
        if (Path.GetDirectoryName(folder) == RootOf(directory) && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private const string Name = ".uploads";

    private static string RootOf(DataDirectory directory) => Directory.CreateDirectory(Path.Combine(directory.Inbox, Name), OwnerOnly).FullName;
}

/// <summary>A file on its way in. Disposed of before it is complete, nothing of it stays.</summary>
public sealed class IncomingFile : IAsyncDisposable
{
    private readonly string _folder;
    private FileStream? _stream;
    private bool _isComplete;

    internal IncomingFile(string folder, string name)
    {
        (_folder, Name) = (folder, name);
        _stream = new FileStream(Path + ".part", new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous, BufferSize = 0,
        });
    }

    /// <summary>Safe: no path, no control characters, not hidden.</summary>
    public string Name { get; }

    /// <summary>Where it lies once it is complete.</summary>
    public string Path => System.IO.Path.Combine(_folder, Name);

    public Stream Content => _stream!;

    /// <summary>All bytes are there.</summary>
    public async Task CompleteAsync()
    {
        _stream!.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        _stream = null;
        File.Move(Path + ".part", Path);
        _isComplete = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isComplete)
        {
            return;
        }

        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
