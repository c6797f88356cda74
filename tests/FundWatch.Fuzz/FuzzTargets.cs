using FundWatch.Fuzz.Cells;
using FundWatch.Fuzz.Rows;

namespace FundWatch.Fuzz;

/// <summary>What is fuzzed. Each target takes any bytes and returns, or throws where the program broke a promise.</summary>
public static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new SortedDictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["arrow"] = ColumnarTarget.Arrow,
        ["cell"] = CellTarget.Run,
        ["csv"] = CsvTarget.Run,
        ["delimiter"] = DelimiterTarget.Run,
        ["json"] = JsonDocumentTarget.Run,
        ["jsonl"] = JsonLinesTarget.Run,
        ["ocds"] = OcdsTarget.Run,
        ["parquet"] = ColumnarTarget.Parquet,
        ["text"] = TextFileTarget.Run,
    };

    /// <exception cref="ArgumentException">No such target; the message lists those there are.</exception>
    public static Action<byte[]> Get(string name) =>
        All.GetValueOrDefault(name) ?? throw new ArgumentException($"Unknown target '{name}'. Known: {string.Join(", ", All.Keys)}.", nameof(name));
}
