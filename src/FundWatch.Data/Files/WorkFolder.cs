using System.Diagnostics;
using System.Globalization;

namespace FundWatch.Data.Files;

/// <summary>Where a load puts what it has to lay down for a while: entries of archives, merged releases, rows of a query. Readable by its owner only.</summary>
public sealed class WorkFolder
{
    private readonly string _folder;
    private int _next;

    /// <param name="folder">Exists. What processes that are gone left there is removed.</param>
    public WorkFolder(string folder)
    {
        _folder = folder;
        foreach (var left in Directory.EnumerateFiles(folder, "*.tmp"))
        {
            var name = Path.GetFileName(left);
            if (int.TryParse(name.AsSpan(0, Math.Max(0, name.IndexOf('-', StringComparison.Ordinal))), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>A file of its own that is removed when it is disposed of.</summary>
    public WorkFile NewFile() => new(Path.Combine(_folder, $"{Environment.ProcessId}-{Guid.NewGuid():N}-{Interlocked.Increment(ref _next)}.tmp"));

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A file that lives as long as somebody holds it.</summary>
public sealed class WorkFile(string path) : IDisposable
{
    public string Path { get; } = path;

    /// <summary>Opens it for writing, emptied.</summary>
    public FileStream Create(int bufferSize = 128 * 1024) => new(Path, new FileStreamOptions
    {
        Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.Read, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, BufferSize = bufferSize,
    });

    public void Fill(Stream content, CancellationToken ct)
    {
        using var to = Create();
        var buffer = new byte[128 * 1024];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            ct.ThrowIfCancellationRequested();
            to.Write(buffer.AsSpan(0, read));
        }
    }

    public void Dispose() => File.Delete(Path);
}
