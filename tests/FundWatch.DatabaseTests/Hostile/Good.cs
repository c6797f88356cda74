using System.Globalization;
using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Canteen payments without a fault, for hostile files to stand among. Every file has keys of its own.</summary>
internal static class Good
{
    /// <summary>Good rows in most files.</summary>
    public const int Rows = 10;

    public static string[] Headers { get; } = [.. RecordStreams.Get("canteen_payment").Columns.Select(c => c.ChineseHeader)];

    public static string Header { get; } = string.Join(',', Headers);

    public static string[] Cells(string key, int i) =>
        [$"{key}-{i}", $"C{i % 7}", "330102", string.Create(CultureInfo.InvariantCulture, $"2025-{i % 3 + 1:00}-{i % 28 + 1:00} 12:{i % 60:00}:00"), $"{i % 50 + 10}.50", $"张{i % 97}", "县财政局", "来宾", $"财函〔2025〕{i % 11}号", "中"];

    public static string Line(string key, int i) => string.Join(',', Cells(key, i));

    /// <summary>Header and good rows.</summary>
    public static string Table(string key, int rows = Rows) => Header + "\n" + Lines(key, rows);

    public static string Lines(string key, int rows = Rows, int from = 0) => string.Concat(Enumerable.Range(from, rows).Select(i => Line(key, i) + "\n"));

    /// <summary>Good rows with other lines among them.</summary>
    public static string With(string key, params string[] lines) => Table(key, Rows / 2) + string.Concat(lines.Select(l => l + "\n")) + Lines(key, Rows - Rows / 2, Rows / 2);

    /// <summary>A row with other cells in some columns, by their canonical names.</summary>
    public static string Line(string key, int i, params (string Column, string Cell)[] others)
    {
        var columns = RecordStreams.Get("canteen_payment").Columns.Select(c => c.Name).ToList();
        var cells = Cells(key, i);
        foreach (var (column, cell) in others)
        {
            cells[columns.IndexOf(column)] = cell;
        }

        return string.Join(',', cells);
    }

    public static string JsonLine(string key, int i)
    {
        var columns = RecordStreams.Get("canteen_payment").Columns;
        return "{" + string.Join(',', columns.Zip(Cells(key, i), (c, v) => $"\"{c.Name}\":\"{v}\"")) + "}";
    }

    public static string JsonLines(string key, int rows = Rows) => string.Concat(Enumerable.Range(0, rows).Select(i => JsonLine(key, i) + "\n"));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
