using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Rows put together from fields that were encoded column by column, a batch at a time: what a cell costs is one copy.</summary>
internal sealed class RowsAhead
{
    private readonly FieldsAhead?[] _columns;
    private readonly PlacedFields[] _placed;
    private readonly int _partition;
    private readonly PgBlock _nothing = new();
    private FieldPlace[] _open = [];
    private int _batch = -1;

    private RowsAhead(FieldsAhead?[] columns, int partition)
    {
        _columns = columns;
        _partition = partition;
        _placed = new PlacedFields[columns.Length];
    }

    /// <summary>Null where the reader's cells are not in columns.</summary>
    /// <param name="partition">Of the columns, the one that says a row's month; -1 for none.</param>
    public static RowsAhead? Of(RowReader reader, CellEncoder[] cells, int partition, RowContext context)
    {
        FieldsAhead?[] columns = [.. cells.Select(c => c.Ahead(reader, context))];
        return Array.Exists(columns, c => c is not null) ? new RowsAhead(columns, partition) : null;
    }

    /// <summary>Writes fields of the reader's present row up to a column, or to the first that must be read by itself; returns how many.</summary>
    /// <param name="places">Of the fields in the row, to be filled in.</param>
    public int Write(RowReader reader, PgBlock row, Span<(int Start, int End)> places, int from, int until, RowContext context)
    {
        if (reader.Batch != _batch)
        {
            Fill(reader);
        }

        var written = row.Raw(_placed.AsSpan(from, until - from), reader.RowInColumns, places[from..until]);
        if (_partition >= from && _partition < from + written)
        {
            context.Month = FieldWriter.MonthOf(row.Span(places[_partition].Start, places[_partition].End));
        }

        return written;
    }

    /// <summary>The field that a column has a few rows further on; empty where it is not known yet.</summary>
    public ReadOnlySpan<byte> Later(RowReader reader, int column)
    {
        var row = reader.RowInColumns + 4;
        return reader.Batch == _batch && row < reader.RowsInColumns && _placed[column].Places[row] is { Length: > 0 } field
            ? _placed[column].Fields.Span(field.Start, field.Start + field.Length) : default;
    }

    private void Fill(RowReader reader)
    {
        _batch = reader.Batch;
        if (_open.Length < reader.RowsInColumns)
        {
            _open = new FieldPlace[reader.RowsInColumns];
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            _placed[i] = _columns[i]?.Of(reader) ?? new PlacedFields(_nothing, _open);
        }
    }
}
