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
        plain.MustBe(ReadRows.Of(() => new DelimitedReader(new MemoryStream(input), dialect, isKnownValid: valid) { LeavesRowsWhole = true }), "left whole");
        plain.MustBe(ReadRows.Of(() => new DelimitedReader(new DribblingStream(input), dialect, isKnownValid: valid, bufferSize: 8) { LeavesRowsWhole = true }), "left whole, through a buffer of 8 bytes");
        RowsAreSoundWhereTheirCellsAre(input, dialect);
    }

    // A load looks at all of a row at once, and at its cells only where that is not sound.
    private static void RowsAreSoundWhereTheirCellsAre(byte[] input, Dialect dialect)
    {
        using var reader = new DelimitedReader(new MemoryStream(input), dialect);
        while (reader.Read())
        {
            if (reader.Stretch(out _) is { Length: > 0 } row && TextEncoding.IsSound(row))
            {
                for (var i = 0; i < reader.Count; i++)
                {
                    PromiseBroken.Unless(TextEncoding.IsSound(reader[i]), "a sound row has sound cells");
                }
            }
        }
    }
}
