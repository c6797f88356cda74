using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A refused row as it stood in the file: a JSON list of its cells, which is what quarantine keeps (encrypted).</summary>
public static class RawRow
{
    /// <summary>Of a broken row no more is kept: what was cut off here is refused again when the row is taken back in.</summary>
    private const int LongestCell = FieldWriter.LongestText + 4;

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(RowReader row)
    {
        var cells = new string[row.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var cell = row[i];
            cells[i] = Encoding.UTF8.GetString(cell.Length <= LongestCell ? cell : cell[..CharacterAt(cell, LongestCell)]);
        }

        return Of(cells);
    }

    // Where the character begins that the place lies in; the place itself where it is no UTF-8.
    private static int CharacterAt(ReadOnlySpan<byte> text, int place)
    {
        for (var at = place; at > place - 4; at--)
        {
            if ((text[at] & 0xC0) != 0x80)
            {
                return at;
            }
        }

        return place;
    }

    public static byte[] Of(IReadOnlyList<string> cells) => JsonSerializer.SerializeToUtf8Bytes(cells, _json);

    public static string[] Cells(ReadOnlySpan<byte> raw) => JsonSerializer.Deserialize<string[]>(raw, _json) ?? [];

    /// <summary>The row as one line of CSV.</summary>
    public static string Csv(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote));

    /// <summary>A cell of CSV: quoted where it must be.</summary>
    public static string Quote(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") || cell.StartsWith(' ') || cell.EndsWith(' ') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
