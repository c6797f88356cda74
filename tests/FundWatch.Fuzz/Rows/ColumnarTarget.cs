using FundWatch.Data.Files;
using FundWatch.Data.Files.Arrow;
using FundWatch.Data.Files.Columnar;
using FundWatch.Data.Files.Parquet;

namespace FundWatch.Fuzz.Rows;

/// <summary>Parquet and Arrow, whose bytes say how long everything is and where it lies. Texts made entries of a dictionary on the way are the texts they were.</summary>
internal static class ColumnarTarget
{
    // Few bytes may say that there are billions of rows.
    private const int MostRows = 3_000;

    private static readonly string _path = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fundwatch-fuzz-columns-{Environment.ProcessId}");

    public static void Parquet(byte[] input) => Run(input, path => new ParquetReader(path, path));

    public static void Arrow(byte[] input) => Run(input, path => new ArrowReader(path, path));

    private static void Run(byte[] input, Func<string, ColumnarReader> open)
    {
        var path = $"{_path}-{Environment.CurrentManagedThreadId}"; // tests replay in parallel
        try
        {
            File.WriteAllBytes(path, input);
            var rows = ReadRows.Of(() => open(path), most: MostRows);
            foreach (var row in rows.Rows)
            {
                PromiseBroken.Unless(row.Cells.Select((cell, i) => (cell, i)).All(c => row.Marks.ContainsKey(c.i) != RenderedValues.IsText(c.cell)), "what is no text is marked, and nothing else");
            }

            rows.MustBe(ReadRows.Of(() => WithRepeats(open(path)), most: MostRows), "with a dictionary for each column");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static RowReader WithRepeats(ColumnarReader reader)
    {
        for (var i = 0; i < reader.Count; i++)
        {
            reader.Column(i)!.ExpectRepeats();
        }

        return reader;
    }
}
