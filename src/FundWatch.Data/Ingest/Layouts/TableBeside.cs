using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>Another table in the columns that the one which is read leaves over: all that its stream needs is there, and none of its rows is taken in.</summary>
/// <param name="Stream">Of the table that is not read.</param>
/// <param name="Headers">By which it is known.</param>
public sealed record TableBeside(string Stream, IReadOnlyList<string> Headers)
{
    // Two names alone (日期, 类型) may well be columns of an export; where an empty column parts them from the rest they are a table.
    private const int NamesEnough = 3;

    internal static TableBeside? In(RecordStream stream, IReadOnlyList<string> headers, IReadOnlyList<ColumnSource> columns)
    {
        var used = columns.SelectMany(c => c.Cells).ToHashSet();
        string[] left = [.. headers.Select((h, i) => used.Contains(i) ? "" : h)];
        return RecordStreams.All.Where(s => s != stream).Select(s => (Stream: s, Cells: HeaderRecognition.CellsOf(s, left)))
            .Where(t => t.Cells is { Count: > 0 } cells && (cells.Count >= NamesEnough || IsParted(headers, cells)))
            .OrderByDescending(t => t.Cells!.Count).Select(t => new TableBeside(t.Stream.Name, [.. t.Cells!.Select(c => headers[c])])).FirstOrDefault();
    }

    private static bool IsParted(IReadOnlyList<string> headers, IReadOnlyList<int> cells) =>
        (cells[0] > 0 && headers[cells[0] - 1].Length == 0) || (cells[^1] < headers.Count - 1 && headers[cells[^1] + 1].Length == 0);
}
