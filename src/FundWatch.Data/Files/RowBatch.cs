using System.Runtime.InteropServices;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files;

/// <summary>Rows copied from a reader, cell behind cell.</summary>
internal sealed class RowBatch
{
    private const int EnoughBytes = 256 * 1024, EnoughRows = 4096;

    private readonly List<Row> _rows = [];
    private readonly List<int> _ends = [];
    private readonly List<(int Cell, CellIssue Issue)> _issues = [];
    private byte[] _bytes = new byte[EnoughBytes + (64 * 1024)];
    private int _used;

    internal readonly record struct Row(long Line, CellIssue Issue, int Start, int FirstEnd, int Cells, int FirstIssue, int Issues);

    public byte[] Bytes => _bytes;
    public int Count => _rows.Count;
    public bool IsFull => _used >= EnoughBytes || _rows.Count >= EnoughRows;

    /// <summary>No rows come behind these.</summary>
    public bool IsLast { get; set; }

    /// <summary>What happened behind these rows.</summary>
    public Exception? Failure { get; set; }

    public Row this[int row] => _rows[row];

    public ReadOnlySpan<int> Ends(Row row) => CollectionsMarshal.AsSpan(_ends).Slice(row.FirstEnd, row.Cells);

    public ReadOnlySpan<(int Cell, CellIssue Issue)> Issues(Row row) => CollectionsMarshal.AsSpan(_issues).Slice(row.FirstIssue, row.Issues);

    /// <summary>Copies the reader's present row.</summary>
    public void Add(RowReader reader)
    {
        var (start, firstEnd, firstIssue) = (_used, _ends.Count, _issues.Count);
        for (var i = 0; i < reader.Count; i++)
        {
            var cell = reader[i];
            if (cell.Length > _bytes.Length - _used)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + cell.Length));
            }

            cell.CopyTo(_bytes.AsSpan(_used));
            _used += cell.Length;
            _ends.Add(_used);
            if (reader.HasCellIssues && reader.IssueOf(i) is not CellIssue.None and var issue)
            {
                _issues.Add((i, issue));
            }
        }

        _rows.Add(new Row(reader.LineNumber, reader.RowIssue, start, firstEnd, reader.Count, firstIssue, _issues.Count - firstIssue));
    }

    public void Clear()
    {
        _rows.Clear();
        _ends.Clear();
        _issues.Clear();
        (_used, IsLast, Failure) = (0, false, null);
    }
}
