using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Refused rows as a table that a person corrects in a spreadsheet: where each came from and why it was refused, then its cells under their own headers,
/// each column that is wrong anywhere with the reasons in a column behind it. Rows of files with other headers follow under the union of all; an empty cell
/// under a header that the row's file does not have means nothing. As CSV, or as XLSX with the wrong cells coloured.
/// </summary>
public static class CorrectionSheet
{
    /// <summary>Finds the row again; must not be changed.</summary>
    public const string IdHeader = "quarantine_id";

    /// <summary>
    /// Above the unit that a row's amounts are read in where their own headers do not say it. No column of a file is called so: what one is called is never ours alone. The words in its brackets
    /// may change, what stands around them must not: by that a sheet of an earlier program is read (<see cref="IsUnitHeader"/>).
    /// </summary>
    public const string UnitHeader = "金额单位（格内可另写，如 1.2万）unit of amounts";

    private const string ReasonMark = "← ";
    private static readonly string[] _about = [IdHeader, "stream", "file", "line", "column", "code", "原因", "reason", "raw", UnitHeader];

    internal static async Task<int> WriteAsync(ISheetWriter sheet, IReadOnlyList<RefusedLayout> layouts, IReadOnlySet<(long Batch, string Column)> wrong, IAsyncEnumerable<OpenRow> rows, CancellationToken ct)
    {
        var names = layouts.ToDictionary(l => l.BatchId, l => Names([.. l.Headers]));
        var byBatch = layouts.ToDictionary(l => l.BatchId);
        var headers = names.Values.SelectMany(n => n).Distinct().ToList();
        // Headers that are wrong in some row get a column of reasons beside them.
        var explained = wrong.SelectMany(w => byBatch[w.Batch].CellsOf[w.Column].Where(c => c < names[w.Batch].Count).Select(c => names[w.Batch][c])).ToHashSet();
        await sheet.WriteAsync([.. _about.Concat(headers.SelectMany(h => explained.Contains(h) ? new[] { h, $"{ReasonMark}{h}（原因 reason）" } : [h])).Select(h => new SheetCell(h, IsHead: true))], ct);
        var count = 0;
        await foreach (var row in rows.WithCancellation(ct))
        {
            await sheet.WriteAsync(Row(row, byBatch[row.BatchId], names[row.BatchId], headers, explained), ct);
            count++;
        }

        return count;
    }

    /// <summary>Refuses a sheet of refused rows where a file of records is due: read as one, its amounts would lose the unit of the file that they came from, and its rows would be waiting all the same.</summary>
    /// <exception cref="FileRefused"><c>correction_sheet</c>.</exception>
    internal static void MustNotBe(IEnumerable<string[]> firstRows, string path)
    {
        if (firstRows.Any(row => row.Contains(IdHeader) && Array.Exists(row, IsUnitHeader)))
        {
            throw new FileRefused("correction_sheet", $"{path} 是从隔离区导出的更正表（有 {IdHeader} 列），不是数据文件，没有导入任何一行。请用 fundwatch quarantine retry \"{path}\"（或网页“隔离行”）交回；如要当作新文件导入，请删去 {IdHeader} 列和金额单位列，并在表头写明金额单位。",
                $"{path} is a sheet of refused rows to correct (it has the column {IdHeader}) and no file of records; no row was taken in. Give it back with `fundwatch quarantine retry \"{path}\"` or on the page Quarantine; to load it as a new file, delete {IdHeader} and the column of units, and say the unit of amounts in the header.");
        }
    }

    /// <summary>The corrected cells by quarantine id and header, and the lines that hold something and no such id.</summary>
    /// <exception cref="FileRefused"><c>not_an_export</c>: the id column is missing; <c>corrected_twice</c>: a row is there twice and says two things.</exception>
    internal static (IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> Rows, IReadOnlyList<long> WithoutId) Read(string path)
    {
        var file = SourceFile.Probe(path);
        using var reader = file.OpenRows();
        string[]? headers = null;
        var rows = new Dictionary<long, IReadOnlyDictionary<string, string>>();
        var withoutId = new List<long>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i])).ToArray();
            if (headers is null)
            {
                headers = Array.Exists(cells, c => c.Trim() == IdHeader) ? cells.Select(c => c.Trim()).Select(c => IsUnitHeader(c) ? UnitHeader : c).ToArray() : null;
                continue;
            }

            var byHeader = headers.Select((h, i) => (h, v: i < cells.Length ? cells[i] : "")).DistinctBy(p => p.h).ToDictionary(p => p.h, p => p.v);
            if (NumberCell.Parse(CellText.Trim(Encoding.UTF8.GetBytes(byHeader[IdHeader])), 0, 1, out var id) == CellIssue.None)
            {
                if (rows.TryGetValue(id, out var other) && !other.SequenceEqual(byHeader))
                {
                    throw new FileRefused("corrected_twice", $"{path} 中隔离编号 {id} 出现两次且内容不同（第二次在第 {reader.LineNumber} 行）。请只留一行后再交回，没有行被导入。",
                        $"{path} has the refused row {id} twice with different values, the second time in line {reader.LineNumber}. Leave one of them and give the sheet back; no row was taken in.");
                }

                rows[id] = byHeader;
            }
            else if (Array.Exists(cells, c => !string.IsNullOrWhiteSpace(c)))
            {
                withoutId.Add(reader.LineNumber);
            }
        }

        return headers is not null ? (rows, withoutId) : throw new FileRefused("not_an_export",
            $"{path} 没有 {IdHeader} 列。请用 fundwatch quarantine export 导出的文件更正后再交回。", $"{path} has no column {IdHeader}. Give back a file made by `fundwatch quarantine export`.");
    }

    /// <summary>A row's cells in the order of its own file, corrected where the sheet says so; a column that was deleted from the sheet corrects nothing.</summary>
    internal static string[] Apply(OpenRow row, IReadOnlyDictionary<string, string> corrected) =>
        Names(row.Headers).Select((name, i) => Given(corrected, name) is { } value && !IsAsItWas(row, i, value) ? SafeText.Undo(value) : row.Cells.ElementAtOrDefault(i) ?? "").ToArray();

    /// <summary>False where the sheet's row, by its number, is another than the one that it says it is.</summary>
    internal static bool IsOf(OpenRow row, IReadOnlyDictionary<string, string> corrected) =>
        (Given(corrected, "file") is not { } file || ReturnedCell.IsAsItWas(row.File, file)) && (Given(corrected, "line") is not { } line || line.Trim() == row.Line.ToString(null, null))
        && (Given(corrected, "stream") is not { } stream || stream.Trim() == row.Stream); // sheets of one workbook may hold two streams, line by line

    /// <summary>The reason that the row had when the sheet was made.</summary>
    internal static string? CodeOf(IReadOnlyDictionary<string, string> corrected) => Given(corrected, "code")?.Trim();

    /// <summary>True where a person has changed a cell of the row since it was exported.</summary>
    internal static bool IsChanged(OpenRow row, IReadOnlyDictionary<string, string> corrected) => Enumerable.Range(0, row.Headers.Length).Any(i => IsChanged(row, corrected, i));

    /// <summary>True where a person has changed every one of these cells that holds an amount other than zero, to another amount; of a row with several currencies, one at least.</summary>
    internal static bool AreAmountsGiven(OpenRow row, IReadOnlyDictionary<string, string> corrected, IReadOnlySet<int> cells)
    {
        var given = cells.Where(i => !ReturnedAmount.IsNothing(row.Cells.ElementAtOrDefault(i) ?? ""))
            .Select(i => IsChanged(row, corrected, i) && !ReturnedAmount.IsSame(row.Cells[i], Given(corrected, Names(row.Headers)[i])!)).ToList();
        return given.TrueForAll(g => g) || (row.Code == OtherTables.SeveralCurrencies && given.Contains(true));
    }

    /// <summary>True where the sheet gives another unit than the one that the row's amounts are read in: some would mean to change it, and the amounts are not converted.</summary>
    internal static bool IsOfOtherUnit(RefusedLayout layout, IReadOnlyDictionary<string, string> corrected) => layout.Amounts.Count > 0
        && Given(corrected, UnitHeader) is { } unit && !string.IsNullOrWhiteSpace(unit) && !ReturnedCell.IsAsItWas(layout.Units, unit) && !layout.IsUnit(SafeText.Undo(unit));

    private static bool IsUnitHeader(string header) => header.StartsWith("金额单位（", StringComparison.Ordinal) && header.EndsWith("）unit of amounts", StringComparison.Ordinal);

    private static bool IsChanged(OpenRow row, IReadOnlyDictionary<string, string> corrected, int at) => Given(corrected, Names(row.Headers)[at]) is { } value && !IsAsItWas(row, at, value);

    // Headers come from the file too, and are disarmed as cells are.
    private static string? Given(IReadOnlyDictionary<string, string> corrected, string name) => corrected.GetValueOrDefault(name) ?? corrected.GetValueOrDefault(SafeText.OfCell(name));

    private static bool IsAsItWas(OpenRow row, int at, string value) => ReturnedCell.IsAsItWas(row.Cells.ElementAtOrDefault(at) ?? "", value);

    private static List<SheetCell> Row(OpenRow row, RefusedLayout layout, List<string> names, List<string> headers, HashSet<string> explained)
    {
        var isShifted = row.Column is null && row.Cells.Length != row.Headers.Length;
        // Where the cells do not stand under their headers, the row as it was is shown beside them.
        string[] about = [row.Id.ToString(null, null), row.Stream, row.File, row.Line.ToString(null, null), row.Column ?? "", row.Code, row.MessageZh, row.MessageEn, isShifted ? RawRow.Csv(row.Cells) : "", layout.Units];
        var cells = about.Select(text => new SheetCell(text)).ToList();
        foreach (var header in headers)
        {
            var at = names.IndexOf(header);
            var reasons = at < 0 || isShifted ? [] : Reasons(row).Where(r => layout.CellsOf[r.Column].Contains(at)).ToList();
            cells.Add(new SheetCell(at >= 0 && at < row.Cells.Length ? row.Cells[at] : "", IsWrong: reasons.Count > 0));
            if (explained.Contains(header))
            {
                cells.Add(new SheetCell(string.Join("；", reasons.Select(r => r.Zh).Concat(reasons.Select(r => r.En))), IsReason: true));
            }
        }

        return cells;
    }

    // Rows refused before reasons were kept cell by cell have one for their first wrong column.
    private static IReadOnlyList<CellReason> Reasons(OpenRow row) =>
        row.Reasons.Count > 0 ? row.Reasons : row.Column is null ? [] : [new CellReason(row.Column, row.Code, row.MessageZh, row.MessageEn)];

    // Headers may be empty, occur twice, or be called as ours are: each gets a name of its own.
    private static List<string> Names(string[] headers)
    {
        var names = new List<string>();
        foreach (var (header, index) in headers.Select((h, i) => (h, i)))
        {
            var name = header.Trim();
            names.Add(name.Length == 0 || names.Contains(name) || _about.Contains(name) || IsUnitHeader(name) ? $"{name}#{index + 1}" : name);
        }

        return names;
    }
}
