using System.IO.Compression;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>Looks over an archive's directory before anything in it is unpacked.</summary>
internal static class ArchiveScan
{
    /// <summary>No part may unpack to more: about ten million rows of a sheet.</summary>
    public const long LargestPart = 8L * 1024 * 1024 * 1024;

    private const int MostParts = 10_000;

    // Deflate reaches 1,030 : 1 on zeros; the dullest sheet stays under 200 : 1.
    private const int LargestRatio = 400;
    private const long RatioMattersFrom = 32 * 1024 * 1024;

    /// <exception cref="FileRefused"><c>archive_bomb</c>.</exception>
    public static void Check(ZipArchive archive, string path)
    {
        var isBomb = archive.Entries.Count > MostParts || archive.Entries.Any(e => e.Length > LargestPart
            || (e.Length > RatioMattersFrom && e.Length / Math.Max(1, e.CompressedLength) > LargestRatio));
        if (isBomb)
        {
            throw new FileRefused("archive_bomb", $"{path} 解压后大得不合常理，未读取。请核实来源，或另存为 CSV。",
                $"{path} would unpack to an unreasonable size and was not read. Check where it came from, or save it as CSV.");
        }
    }
}
