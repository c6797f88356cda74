using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Rows in memory behind the reader's seam, so that corrected rows go the way every row goes.</summary>
/// <param name="rows">Each with what is wrong with it as a whole, where it has no cells to be judged by.</param>
internal sealed class CorrectedRows(IReadOnlyList<(long Line, string[] Cells, CellIssue Issue)> rows) : RowReader
{
    private int _next;

    public override bool HasFixedWidth => false;
    public override string Format => "correction";

    public override bool Read()
    {
        if (_next == rows.Count)
        {
            return false;
        }

        (var line, var cells, RowIssue) = rows[_next++];
        var bytes = cells.Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        Buffer = bytes.SelectMany(b => b).ToArray();
        Count = 0;
        var at = 0;
        foreach (var cell in bytes)
        {
            Add(at, at + cell.Length);
            at += cell.Length;
        }

        LineNumber = line;
        return true;
    }

    public override void Dispose()
    {
    }
}
