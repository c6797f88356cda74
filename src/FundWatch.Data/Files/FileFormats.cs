using FundWatch.Data.Files.Arrow;
using FundWatch.Data.Files.Parquet;
using FundWatch.Data.Files.Query;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Data.Files.Zip;

namespace FundWatch.Data.Files;

/// <summary>The list of formats, the surest signatures first.</summary>
internal static class FileFormats
{
    private static readonly FileFormat[] _all =
    [
        new ParquetFormat(), new QueryFormat(), new ArrowFormat(), new XlsxFormat(), new ZipFormat(), new GzipFormat(), new UnreadableFormat(), new TextFormat(),
    ];

    /// <summary>For people: what may be given to ingest.</summary>
    public const string Readable = "CSV, TSV, XLSX, Parquet, Arrow IPC, JSON, JSON Lines, OCDS 1.1; .gz, .zip";

    public static FileFormat Of(ReadOnlySpan<byte> start, string path)
    {
        foreach (var format in _all)
        {
            if (format.Recognises(start, path))
            {
                return format;
            }
        }

        throw new InvalidOperationException("The last format takes everything.");
    }
}
