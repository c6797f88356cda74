namespace FundWatch.Data.Files;

/// <summary>What an archive may hold before it is taken for a bomb. One place, with the reasons.</summary>
internal static class ArchiveLimits
{
    /// <summary>Entries of a zip. The largest month's exports of a province are some hundreds of files, a workbook has some dozens of parts.</summary>
    public const int MostEntries = 10_000;

    /// <summary>No single table of an office unpacks to more: 64 GB is about 200,000,000 rows.</summary>
    public const long LargestText = 64L * 1024 * 1024 * 1024;

    /// <summary>All entries of a zip together; what is read of them lies on the disk for a while.</summary>
    public const long LargestTotal = 64L * 1024 * 1024 * 1024;

    /// <summary>One part of a workbook: about ten million rows of a sheet, ten times what a sheet can hold.</summary>
    public const long LargestWorkbookPart = 8L * 1024 * 1024 * 1024;

    /// <summary>Deflate reaches 1,030 : 1 on zeros; the dullest table stays under 200 : 1.</summary>
    public const int LargestRatio = 400;

    /// <summary>Below this size a high ratio does no harm: an empty sheet packs well.</summary>
    public const long RatioMattersFrom = 32L * 1024 * 1024;

    /// <summary>Length of an entry's name; deeper paths come from no office.</summary>
    public const int LongestName = 1_024;

    public static bool IsBomb(long packed, long unpacked) => unpacked > RatioMattersFrom && unpacked / Math.Max(1, packed) > LargestRatio;
}
