using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Columnar;

/// <summary>
/// Rows put together from columns that come in batches. Nothing is copied or written as text for it: a cell stays where its column has it, and becomes
/// text when somebody asks for text.
/// </summary>
internal abstract class ColumnarReader : RowReader
{
    /// <summary>A wider table is no list of records.</summary>
    public const int MostColumns = 2_048;

    // Rows of a batch, fewer where there are many columns: what is kept of a batch stays within a megabyte or two.
    private const int MostRows = 512, MostCells = 32 * 1_024;

    private CellColumn[] _columns = [];
    private bool _hasBad, _mayBeBlank;

    protected ColumnarReader()
    {
        // Every text is checked when its batch is read: a bad one is marked, cell by cell.
        IsKnownValid = true;
        Buffer = new byte[4 * 1024];
    }

    public override bool HasFixedWidth => false;

    internal sealed override CellColumn? Column(int cell) => cell < Count ? _columns[cell] : null;

    public sealed override bool Read()
    {
        do
        {
            if (++RowInColumns >= RowsInColumns && !NextBatch())
            {
                return false;
            }

            LineNumber++;
            Used = 0;
            if (_hasBad || HasCellIssues)
            {
                MarkBad();
            }
        }
        while (_mayBeBlank && IsBlankRow());

        return true;
    }

    /// <summary>Says how many columns there are; before the first row.</summary>
    protected void Begin(int columns)
    {
        var rows = Math.Clamp(MostCells / columns, 16, MostRows);
        _columns = [.. Enumerable.Range(0, columns).Select(_ => new CellColumn(rows))];
        Starts = Enumerable.Repeat(-1, columns).ToArray();
        Count = columns;
        BatchRows = rows;
    }

    /// <summary>Rows that a batch may have.</summary>
    protected int BatchRows { get; private set; }

    /// <summary>Reads the next rows into the columns; returns how many, 0 at the end.</summary>
    protected abstract int ReadBatch(CellColumn[] columns);

    /// <summary>Rows without a value in any column, however many the file says there are.</summary>
    protected void PassBlank(long rows) => LineNumber += rows;

    protected sealed override ReadOnlySpan<byte> Cell(int cell)
    {
        var column = _columns[cell];
        if (column.IsNothing(RowInColumns))
        {
            return default;
        }

        if (column.IsText)
        {
            return column.Text(RowInColumns);
        }

        var start = Used;
        Used += ValueText.Write(column.Type, column.Raw(RowInColumns), Room(ValueText.Longest));
        return Buffer.AsSpan(start, Used - start);
    }

    private bool NextBatch()
    {
        RowInColumns = RowsInColumns = 0;
        RowsInColumns = ReadBatch(_columns);
        _hasBad = Array.Exists(_columns, c => c.HasBad);
        _mayBeBlank = Array.TrueForAll(_columns, c => c.IsText || c.HasNothing);
        Batch++;
        return RowsInColumns > 0;
    }

    private void MarkBad()
    {
        ForgetIssues();
        for (var i = 0; i < _columns.Length && _hasBad; i++)
        {
            if (_columns[i].IsBad(RowInColumns))
            {
                Mark(i, CellIssue.BadEncoding);
            }
        }
    }

    private bool IsBlankRow()
    {
        foreach (var column in _columns)
        {
            if (!column.IsNothing(RowInColumns) && (!column.IsText || CellText.Trim(column.Text(RowInColumns)).Length > 0))
            {
                return false;
            }
        }

        return true;
    }
}
