using System.Runtime.InteropServices;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Asks Linux to hold an array in pages of 2 MB. In a table of hashes every look-up goes to another place; in pages of 4 KB each of them has to find its
/// page first. Only asked for: where the system has none, all goes on as it was.
/// </summary>
internal static partial class LargePages
{
    private const int Size = 2 * 1024 * 1024, HugePages = 14; // MADV_HUGEPAGE of madvise(2)

    /// <param name="array">New, and not written to yet.</param>
    public static unsafe void Ask(ulong[] array)
    {
        if (!OperatingSystem.IsLinux() || array.Length < 4 * Size / sizeof(ulong))
        {
            return;
        }

        fixed (ulong* start = array)
        {
            var first = ((nint)start + Size - 1) & -Size;
            var end = ((nint)start + (nint)array.Length * sizeof(ulong)) & -Size;
            _ = Advise(first, end - first, HugePages);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nint length, int advice);
}
