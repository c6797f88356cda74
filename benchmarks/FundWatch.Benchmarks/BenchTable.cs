namespace FundWatch.Benchmarks;

/// <summary>Rows to be written in any format: the same seed, the same rows.</summary>
/// <param name="Rows">By number and seed; each a text for every column, as a CSV file holds it.</param>
/// <param name="Days">Columns that are dates where a format has types; others are texts.</param>
/// <param name="Counts">Columns of whole numbers.</param>
/// <param name="Amounts">Columns of decimal(18, 2).</param>
internal sealed record BenchTable(string Stream, string[] Headers, Func<int, int, IEnumerable<string[]>> Rows, int[] Days, int[] Counts, int[] Amounts)
{
    /// <summary>Of <c>--table purchases</c> (the default) or <c>receptions</c>.</summary>
    public static BenchTable Of(string[] args) => Options.Text(args, "--table", "purchases") switch
    {
        "purchases" => PurchaseFile.Table,
        "receptions" => ReceptionTable.Table,
        var other => throw new ArgumentException($"There is no table {other}.", nameof(args)),
    };

    /// <summary>Writes the rows as csv, parquet (.plain.parquet: without dictionaries), arrow or xlsx, by the path's end.</summary>
    public async Task WriteAsync(string path, int rows)
    {
        switch (Path.GetExtension(path))
        {
            case ".csv": TableFiles.Csv(path, this, rows, seed: 7); break;
            case ".parquet": await TableFiles.ParquetAsync(path, this, rows, seed: 7, dictionaries: !path.EndsWith(".plain.parquet", StringComparison.Ordinal)); break;
            case ".arrow": TableFiles.Arrow(path, this, rows, seed: 7); break;
            case ".xlsx": TableFiles.Xlsx(path, this, rows, seed: 7); break;
        }

        // What writing took must not count as the reader's memory.
        GC.Collect();
    }
}
