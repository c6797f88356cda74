using System.Text.Unicode;
using FundWatch.Data.Files;

namespace FundWatch.Fuzz.Rows;

/// <summary>CSV: the same rows as the plain reading of the rules, through buffers of any size.</summary>
internal static class CsvTarget
{
    public static void Run(byte[] input)
    {
        var dialect = Dialect.Detect(input);
        var valid = Utf8.IsValid(input);
        var plain = new ReadRows(new PlainCsv(input, dialect.Delimiter).Rows(), null);
        plain.MustBe(ReadRows.Of(() => new DelimitedReader(new MemoryStream(input), dialect, isKnownValid: valid)), "read in one piece");
        plain.MustBe(ReadRows.Of(() => new DelimitedReader(new DribblingStream(input), dialect, isKnownValid: valid, bufferSize: 8)), "through a buffer of 8 bytes");
        plain.MustBe(ReadRows.Of(() => new DelimitedReader(new MemoryStream(input), dialect, isKnownValid: valid, bufferSize: 61)), "through a buffer of 61 bytes");
    }
}
