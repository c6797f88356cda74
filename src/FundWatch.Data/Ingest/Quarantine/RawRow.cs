using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A refused row as it stood in the file: a JSON list of its cells, which is what quarantine keeps (encrypted).</summary>
public static class RawRow
{
    /// <summary>Of a broken row no more is kept.</summary>
    private const int LongestCell = 64 * 1024;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(RowReader row)
    {
        var cells = new string[row.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = row[i];
            cells[i] = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, LongestCell)]);
        }

        return Of(cells);
    }

    public static byte[] Of(IReadOnlyList<string> cells) => JsonSerializer.SerializeToUtf8Bytes(cells, _json);

    public static string[] Cells(ReadOnlySpan<byte> raw) => JsonSerializer.Deserialize<string[]>(raw, _json) ?? [];

    /// <summary>The row as one line of CSV.</summary>
    public static string Csv(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote));

    /// <summary>A cell of CSV: quoted where it must be.</summary>
    public static string Quote(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") || cell.StartsWith(' ') || cell.EndsWith(' ') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
