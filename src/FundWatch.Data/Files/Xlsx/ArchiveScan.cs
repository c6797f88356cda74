using System.IO.Compression;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>Looks over an archive's directory before anything in it is unpacked.</summary>
internal static class ArchiveScan
{
    public const long LargestPart = ArchiveLimits.LargestWorkbookPart;

    /// <exception cref="FileRefused"><c>archive_bomb</c>.</exception>
    public static void Check(ZipArchive archive, string path)
    {
        if (archive.Entries.Count > ArchiveLimits.MostEntries || archive.Entries.Any(e => e.Length > LargestPart || ArchiveLimits.IsBomb(e.CompressedLength, e.Length)))
        {
            throw GuardedStream.Bomb(path);
        }
    }
}
