using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Rows in memory behind the reader's seam, so that corrected rows go the way every row goes.</summary>
/// <param name="rows">Each with what is wrong with it as a whole, where it has no cells to be judged by.</param>
internal sealed class CorrectedRows(IReadOnlyList<(long Line, string[] Cells, CellIssue Issue)> rows) : RowReader
{
    private int _next;
    private bool _isOfOtherWidth;

    // A row that was refused for its width is judged by it again, until a person gives its cells: cut off in its last cell it would look like a shorter row.
    public override bool HasFixedWidth => _isOfOtherWidth;
    public override string Format => "correction";

    public override bool Read()
    {
        if (_next == rows.Count)
        {
            return false;
        }

        var (line, cells, issue) = rows[_next++];
        _isOfOtherWidth = issue == CellIssue.RowWidth;
        RowIssue = _isOfOtherWidth ? CellIssue.None : issue;
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
