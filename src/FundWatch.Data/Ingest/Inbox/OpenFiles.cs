using System.Globalization;

namespace FundWatch.Data.Ingest.Inbox;

/// <summary>Files that processes of this machine hold open for writing, as far as we may see (Linux: our own user's processes, or all as root).</summary>
internal static class OpenFiles
{
    public static IReadOnlyList<string> Written()
    {
        var found = new List<string>();
        if (!Directory.Exists("/proc/self/fd"))
        {
            return found;
        }

        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => Path.GetFileName(p).All(char.IsAsciiDigit)))
        {
            try
            {
                foreach (var handle in new DirectoryInfo(Path.Combine(process, "fd")).EnumerateFileSystemInfos())
                {
                    if (handle.LinkTarget is ['/', ..] target && IsForWriting(Path.Combine(process, "fdinfo", handle.Name)))
                    {
                        found.Add(target);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that has ended.
            }
        }

        return found;
    }

    // flags:	0100001, octal; the last two bits are the access mode: 1 and 2 write.
    private static bool IsForWriting(string info)
    {
        try
        {
            var flags = File.ReadLines(info).FirstOrDefault(l => l.StartsWith("flags:", StringComparison.Ordinal));
            return flags is not null && int.TryParse(flags.AsSpan(flags.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && (last & 3) is 1 or 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
