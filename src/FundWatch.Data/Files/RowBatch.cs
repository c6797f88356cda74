using System.Runtime.InteropServices;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files;

/// <summary>Rows copied from a reader, cell behind cell, or whole where their cells lie together.</summary>
internal sealed class RowBatch
{
    private const int EnoughBytes = 256 * 1024, EnoughRows = 4096;

    private readonly List<Row> _rows = [];
    private readonly List<(int Cell, CellIssue Issue)> _issues = [];
    private byte[] _bytes = new byte[EnoughBytes + (64 * 1024)];
    private int[] _starts = new int[64 * 1024], _ends = new int[64 * 1024];
    private int _used, _cells;

    /// <param name="Whole">Bytes of a row that was left whole, which begin at <paramref name="First"/>; else -1.</param>
    /// <param name="First">Else the first of its cells.</param>
    internal readonly record struct Row(long Line, CellIssue Issue, ulong Hash, int Whole, int First, int Cells, int FirstIssue, int Issues);

    public byte[] Bytes => _bytes;
    public int Count => _rows.Count;
    public bool IsFull => _used >= EnoughBytes || _rows.Count >= EnoughRows;

    /// <summary>Between the cells of the rows that were left whole.</summary>
    public byte Delimiter { get; private set; }

    /// <summary>No rows come behind these.</summary>
    public bool IsLast { get; set; }

    /// <summary>What happened behind these rows.</summary>
    public Exception? Failure { get; set; }

    public Row this[int row] => _rows[row];

    public ReadOnlySpan<int> Starts(Row row) => _starts.AsSpan(row.First, row.Cells);

    public ReadOnlySpan<int> Ends(Row row) => _ends.AsSpan(row.First, row.Cells);

    public ReadOnlySpan<(int Cell, CellIssue Issue)> Issues(Row row) => CollectionsMarshal.AsSpan(_issues).Slice(row.FirstIssue, row.Issues);

    /// <summary>Copies the reader's present row.</summary>
    public void Add(RowReader reader)
    {
        if (reader.IsWhole)
        {
            _rows.Add(new Row(reader.LineNumber, reader.RowIssue, reader.RowHash, reader.Whole.Length, _used, 0, 0, 0));
            Put(reader.Whole);
            Delimiter = reader.Delimiter;
            return;
        }

        var (firstCell, firstIssue) = (_cells, _issues.Count);
        if (_cells + reader.Count > _starts.Length)
        {
            Array.Resize(ref _starts, Math.Max(2 * _starts.Length, _cells + reader.Count));
            Array.Resize(ref _ends, _starts.Length);
        }

        if (reader.Stretch(out var from) is { Length: > 0 } all)
        {
            CopyWhole(reader, all, _used - from);
        }
        else
        {
            CopyCells(reader);
        }

        for (var i = 0; reader.HasCellIssues && i < reader.Count; i++)
        {
            if (reader.IssueOf(i) is not CellIssue.None and var issue)
            {
                _issues.Add((i, issue));
            }
        }

        _rows.Add(new Row(reader.LineNumber, reader.RowIssue, reader.RowHash, -1, firstCell, reader.Count, firstIssue, _issues.Count - firstIssue));
    }

    public void Clear()
    {
        _rows.Clear();
        _issues.Clear();
        (_used, _cells, IsLast, Failure) = (0, 0, false, null);
    }

    private void CopyWhole(RowReader reader, ReadOnlySpan<byte> all, int moved)
    {
        Put(all);
        var starts = reader.CellStarts;
        var ends = reader.CellEnds;
        for (var i = 0; i < starts.Length; i++)
        {
            _starts[_cells] = starts[i] + moved;
            _ends[_cells++] = ends[i] + moved;
        }
    }

    private void CopyCells(RowReader reader)
    {
        for (var i = 0; i < reader.Count; i++)
        {
            _starts[_cells] = _used;
            Put(reader[i]);
            _ends[_cells++] = _used;
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _used)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }
}
