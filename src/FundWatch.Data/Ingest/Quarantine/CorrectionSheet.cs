using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Refused rows as a CSV that a person corrects in a spreadsheet: where each came from and why it was refused, then its cells under their own headers.
/// Rows of files with other headers follow under the union of all; an empty cell under a header that the row's file does not have means nothing.
/// </summary>
public static class CorrectionSheet
{
    /// <summary>Finds the row again; must not be changed.</summary>
    public const string IdHeader = "quarantine_id";

    private static readonly string[] _about = [IdHeader, "stream", "file", "line", "column", "code", "原因", "reason", "raw"];

    internal static async Task WriteAsync(Stream to, IReadOnlyList<OpenRow> rows)
    {
        var headers = new List<string>();
        foreach (var row in rows)
        {
            headers.AddRange(Names(row.Headers).Except(headers).ToList());
        }

        // With a BOM, or Excel takes UTF-8 for the local code page.
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(RawRow.Csv(_about.Concat(headers)));
        foreach (var row in rows)
        {
            var names = Names(row.Headers);
            var cells = headers.Select(h => names.IndexOf(h) is >= 0 and var i && i < row.Cells.Length ? AsText(row.Cells[i]) : "");
            await writer.WriteLineAsync(RawRow.Csv([row.Id.ToString(null, null), row.Stream, row.File, row.Line.ToString(null, null), row.Column ?? "", row.Code, row.MessageZh, row.MessageEn, RawIfBroken(row), .. cells]));
        }
    }

    /// <summary>The corrected cells by quarantine id and header.</summary>
    /// <exception cref="FileRefused"><c>not_an_export</c>: the id column is missing.</exception>
    internal static IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> Read(string path)
    {
        var file = SourceFile.Probe(path);
        using var reader = file.OpenRows();
        string[]? headers = null;
        var rows = new Dictionary<long, IReadOnlyDictionary<string, string>>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i])).ToArray();
            if (headers is null)
            {
                headers = Array.Exists(cells, c => c.Trim() == IdHeader) ? cells.Select(c => c.Trim()).ToArray() : null;
                continue;
            }

            var byHeader = headers.Select((h, i) => (h, v: i < cells.Length ? cells[i] : "")).DistinctBy(p => p.h).ToDictionary(p => p.h, p => p.v);
            if (NumberCell.Parse(CellText.Trim(Encoding.UTF8.GetBytes(byHeader[IdHeader])), 0, 1, out var id) == CellIssue.None)
            {
                rows[id] = byHeader;
            }
        }

        return headers is not null ? rows : throw new FileRefused("not_an_export",
            $"{path} 没有 {IdHeader} 列。请用 fundwatch quarantine export 导出的文件更正后再交回。", $"{path} has no column {IdHeader}. Give back a file made by `fundwatch quarantine export`.");
    }

    /// <summary>A row's cells in the order of its own file, corrected where the sheet says so.</summary>
    internal static string[] Apply(OpenRow row, IReadOnlyDictionary<string, string> corrected) =>
        Names(row.Headers).Select(name => corrected.TryGetValue(name, out var value) ? value : "").ToArray();

    /// <summary>True where a person has changed a cell of the row since it was exported.</summary>
    internal static bool IsChanged(OpenRow row, IReadOnlyDictionary<string, string> corrected) =>
        Names(row.Headers).Where((name, i) => corrected.TryGetValue(name, out var value)
            && value.Trim() != (i < row.Cells.Length ? row.Cells[i].Trim() : "")).Any();

    // Where the cells do not stand under their headers, the row as it was is shown beside them.
    private static string RawIfBroken(OpenRow row) => row.Cells.Length == row.Headers.Length ? "" : RawRow.Csv(row.Cells);

    // Headers may be empty or occur twice: each gets a name of its own.
    private static List<string> Names(string[] headers)
    {
        var names = new List<string>();
        foreach (var (header, index) in headers.Select((h, i) => (h, i)))
        {
            var name = header.Trim();
            names.Add(name.Length == 0 || names.Contains(name) ? $"{name}#{index + 1}" : name);
        }

        return names;
    }

    // A spreadsheet must not run a cell as a formula; a leading apostrophe would stay, a tab is trimmed on the way back.
    private static string AsText(string cell) => cell.Length > 0 && cell[0] is '=' or '@' ? "\t" + cell : cell;
}
