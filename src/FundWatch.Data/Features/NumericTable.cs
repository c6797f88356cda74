using Apache.Arrow;
using Apache.Arrow.Types;
using FundWatch.Core;

namespace FundWatch.Data.Features;

/// <summary>A table of numbers from a file, for detectors: float32 columns, an empty or unreadable cell is NaN.</summary>
/// <param name="Skipped">Columns that hold text and were left out.</param>
public sealed record NumericTable(IReadOnlyList<string> Names, IReadOnlyList<float[]> Columns, IReadOnlyList<string> Skipped)
{
    public int Rows => Columns.Count == 0 ? 0 : Columns[0].Length;

    /// <summary>Reads CSV (also .gz) or Arrow IPC (file or stream), recognised by the name.</summary>
    /// <exception cref="ProblemException">No such file, or another kind of file.</exception>
    public static async Task<NumericTable> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            throw new ProblemException($"没有文件 {path}。", $"There is no file {path}.");
        }

        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".txt" => NumericCsv.Read(path, ct),
            ".arrow" or ".arrows" or ".feather" or ".ipc" => await NumericArrow.ReadAsync(path, ct),
            ".parquet" => throw new ProblemException(
                $"{path}：这里还不能读取 Parquet，请另存为 CSV 或 Arrow IPC（.arrow）后再试。",
                $"{path}: Parquet is not read here yet. Save it as CSV or Arrow IPC (.arrow) and run again."),
            var other => throw new ProblemException(
                $"{path}：不认识的表格类型“{other}”。可用 CSV（.csv、.csv.gz）或 Arrow IPC（.arrow）。",
                $"{path}: \"{other}\" is not a kind of table that is read here. CSV (.csv, .csv.gz) and Arrow IPC (.arrow) are."),
        };
    }

    /// <summary>The values of a column that is not a feature, such as a label.</summary>
    public float[] Column(string name) =>
        IndexOf(name) is var index and >= 0
            ? Columns[index]
            : throw new ProblemException(
                $"没有数值列“{name}”；有：{string.Join('、', Names)}。",
                $"There is no numeric column \"{name}\"; there are {string.Join(", ", Names)}.");

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The columns as an Arrow batch, without the named ones.</summary>
    public RecordBatch ToBatch(params string?[] except)
    {
        var builder = new Schema.Builder();
        var arrays = new List<IArrowArray>();
        for (var j = 0; j < Names.Count; j++)
        {
            if (!except.Contains(Names[j], StringComparer.Ordinal))
            {
                var column = j;
                builder.Field(f => f.Name(Names[column]).DataType(FloatType.Default).Nullable(false));
                arrays.Add(Floats.Array(Columns[j]));
            }
        }

        return new RecordBatch(builder.Build(), arrays, Rows);
    }

    private int IndexOf(string name) => Names.ToList().IndexOf(name);
}
