using System.Runtime.CompilerServices;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// The fields of one column for a batch of rows, encoded in one go before the rows are put together: what a cell costs is then little more than a copy.
/// A cell of which there is something to say is left open, and read by itself when its row comes, so that every remark is made where its row is.
/// </summary>
internal sealed class FieldsAhead(CellColumn column, CellEncoder cell, CellKind kind, FieldWriter field, RowContext context)
{
    private const int MostBytes = 256 * 1024, Trial = 4_096;

    private readonly TypedField? _typed = TypedField.Of(kind, cell.Source.Factor);
    private readonly bool _isRequired = cell.Source.Column.IsRequired;
    private readonly EntryFields _entries = new();
    private readonly PgBlock _fields = new();
    private readonly byte[] _room = new byte[ValueText.Longest];
    private CellMemo? _memo = new(bits: 10);
    private int[] _ends = [];
    private int _batch = -1, _tried, _open;

    /// <summary>Bytes of the field written last, its length included.</summary>
    public int LastLength { get; private set; }

    /// <summary>Writes the field of the reader's present row; false, and nothing written, where the cell is open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(RowReader reader, PgBlock row)
    {
        if (reader.Batch != _batch)
        {
            Fill(reader);
        }

        var at = reader.RowInColumns;
        var start = _ends[at];
        LastLength = _ends[at + 1] - start;
        if (LastLength == 0)
        {
            return false;
        }

        row.Raw(_fields, start, LastLength);
        return true;
    }

    private void Fill(RowReader reader)
    {
        _batch = reader.Batch;
        var rows = reader.RowsInColumns;
        if (_ends.Length <= rows)
        {
            _ends = new int[rows + 1];
        }

        _fields.Clear();
        if (_tried >= Trial && _open > _tried / 2)
        {
            Array.Clear(_ends); // a column that is mostly remarked upon gains nothing
            return;
        }

        var isPlainText = column.IsText && column.Dictionary is null && !column.HasNothing && !column.HasBad;
        for (var row = 0; row < rows; row++)
        {
            if (_fields.Length >= MostBytes)
            {
                // the rest one by one: a batch of long texts must not be in memory twice
            }
            else if (isPlainText)
            {
                EncodeText(column.Raw(row));
            }
            else
            {
                Encode(row);
            }

            _ends[row + 1] = _fields.Length;
            _open += _ends[row + 1] == _ends[row] ? 1 : 0;
        }

        _tried += rows;
        if (_tried > 1 << 20)
        {
            (_tried, _open) = (_tried / 2, _open / 2);
        }
    }

    private void Encode(int row)
    {
        if (column.IsNothing(row))
        {
            if (!_isRequired)
            {
                _fields.Null();
            }
        }
        else if (column.IsBad(row))
        {
            return;
        }
        else if (column.Dictionary is { } dictionary)
        {
            var entry = column.Entry(row);
            if (!_entries.TryWrite(dictionary, entry, _fields) && TryText(dictionary.Get(entry), out var read))
            {
                _entries.Keep(entry, read);
            }
        }
        else if (_typed is null || !_typed.TryWrite(column.Type, column.Raw(row), _fields))
        {
            EncodeText(column.IsText ? column.Raw(row) : _room.AsSpan(0, ValueText.Write(column.Type, column.Raw(row), _room)));
        }
    }

    private void EncodeText(ReadOnlySpan<byte> text)
    {
        if (field.TryWritePlain(text, _fields))
        {
            return;
        }

        if (_memo is null)
        {
            TryText(text, out _);
        }
        else if (!_memo.TryWrite(text, _fields))
        {
            if (!_memo.Pays)
            {
                _memo = null;
                TryText(text, out _);
            }
            else if (TryText(text, out var read))
            {
                _memo.Keep(text, read);
            }
        }
    }

    // Nothing is written where there is a remark.
    private bool TryText(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> read)
    {
        var start = _fields.Length;
        cell.EncodeCell(text, _fields, context);
        if (context.Refusals.Count + context.Warnings.Count > 0)
        {
            _fields.CutTo(start);
            context.Refusals.Clear();
            context.Warnings.Clear();
            read = default;
            return false;
        }

        read = _fields.Span(start, _fields.Length);
        return true;
    }
}
