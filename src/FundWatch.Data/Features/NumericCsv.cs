using System.Globalization;
using System.IO.Compression;
using FundWatch.Core;

namespace FundWatch.Data.Features;

/// <summary>Reads the numeric columns of a CSV file with a header line. A column is numeric when its first non-empty cell is.</summary>
internal static class NumericCsv
{
    public static NumericTable Read(string path, CancellationToken ct)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream, bufferSize: 1 << 16);
        var header = reader.ReadLine() ?? throw new ProblemException($"文件 {path} 是空的。", $"{path} is empty.");
        var separator = header.Contains('\t') ? '\t' : header.Contains(';') && !header.Contains(',') ? ';' : ',';
        var names = Cells(header, separator);
        var columns = names.ConvertAll(_ => new List<float>());
        var text = new bool[names.Count];
        var number = new bool[names.Count];
        for (var line = 2; reader.ReadLine() is { } row; line++)
        {
            if (row.Length == 0)
            {
                continue;
            }

            if ((line & 0xfff) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            var cells = row.AsSpan();
            var quoted = row.Contains('"') ? Cells(row, separator) : null;
            for (var j = 0; j < columns.Count; j++)
            {
                var cell = quoted is null ? Next(ref cells, separator) : j < quoted.Count ? quoted[j] : [];
                var value = Parse(cell);
                columns[j].Add(value);
                text[j] |= !number[j] && float.IsNaN(value) && !IsAbsent(cell);
                number[j] |= !float.IsNaN(value);
            }
        }

        var numeric = Enumerable.Range(0, names.Count).Where(j => number[j] && !text[j]).ToList();
        return new NumericTable(
            numeric.ConvertAll(j => names[j]), numeric.ConvertAll(j => columns[j].ToArray()),
            [.. Enumerable.Range(0, names.Count).Except(numeric).Select(j => names[j])]);
    }

    private static float Parse(ReadOnlySpan<char> cell) =>
        float.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : float.NaN;

    private static bool IsAbsent(ReadOnlySpan<char> cell) =>
        cell.Trim() is [] or "NA" or "NaN" or "nan" or "null" or "NULL" or "?";

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest, char separator)
    {
        var end = rest.IndexOf(separator);
        var cell = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return cell;
    }

    private static List<string> Cells(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var inside = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"')
            {
                if (inside && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    inside = !inside;
                }
            }
            else if (c == separator && !inside)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
