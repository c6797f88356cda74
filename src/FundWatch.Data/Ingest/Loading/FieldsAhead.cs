using FundWatch.Data.Files;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// The fields of one column for a batch of rows, encoded in one go before the rows are put together. What repeats is encoded once, as an entry of a
/// dictionary: the writer's, or one of texts that the column has had. A cell of which there is something to say is left open, and read by itself when its row comes, so that every
/// remark is made where its row is.
/// </summary>
internal sealed class FieldsAhead
{
    // Of a batch, beyond which cells are read one by one: long texts must not be in memory twice.
    private const int MostBytes = 256 * 1024;

    // Of fields that stay from batch to batch, and of entries among them: memory is for all columns of a file.
    private const int MostKept = 1024 * 1024, MostEntries = 64 * 1024;

    private const int Trial = 4_096;

    private readonly CellColumn _column;
    private readonly CellEncoder _cell;
    private readonly FieldWriter _field;
    private readonly RowContext _context;
    private readonly TypedField? _typed;
    private readonly FieldPlace _ofNothing;
    private readonly byte[] _room = new byte[ValueText.Longest];

    // First the field of nothing, then those that stay, then those of the present batch alone.
    private readonly PgBlock _fields = new();
    private FieldPlace[] _places = [], _ofEntries = [];
    private RenderedValues? _dictionary;
    private RepeatedTexts? _rendered; // of values that are no texts
    private int _kept, _batch = -1, _tried, _open;

    /// <param name="context">Its own: what is said there is taken back.</param>
    public FieldsAhead(CellColumn column, CellEncoder cell, CellKind kind, FieldWriter field, RowContext context)
    {
        (_column, _cell, _field, _context) = (column, cell, field, context);
        _typed = cell.Source is { Measure: null, PriceTimes: 1 } ? TypedField.Of(kind, cell.Source.Factor) : null;
        if (column.IsText)
        {
            column.ExpectRepeats();
        }
        else
        {
            _rendered = new RepeatedTexts();
        }

        _fields.Null();
        _kept = _fields.Length;
        _ofNothing = cell.Source.Column.IsRequired ? default : new FieldPlace(0, _kept);
    }

    /// <summary>The fields of the reader's present batch.</summary>
    public PlacedFields Of(RowReader reader)
    {
        if (reader.Batch != _batch)
        {
            _batch = reader.Batch;
            Fill(reader.RowsInColumns);
        }

        return new PlacedFields(_fields, _places);
    }

    private void Fill(int rows)
    {
        if (_places.Length < rows)
        {
            _places = new FieldPlace[rows];
        }

        if (_tried >= Trial && _open > _tried / 2)
        {
            Array.Clear(_places); // a column that is mostly remarked upon gains nothing
            _column.ExpectNoRepeats();
            return;
        }

        if (_column.Dictionary is { } dictionary)
        {
            Begin(dictionary);
            FillFromEntries(dictionary, rows);
        }
        else if (_column.IsText)
        {
            Begin(null);
            FillFromTexts(rows);
        }
        else
        {
            _rendered?.Begin();
            Begin(_rendered?.Entries);
            FillFromValues(rows);
        }

        foreach (var place in _places.AsSpan(0, rows))
        {
            _open += place.Length == 0 ? 1 : 0;
        }

        _tried += rows;
        if (_tried > 1 << 20)
        {
            (_tried, _open) = (_tried / 2, _open / 2);
        }
    }

    // Takes back the fields of the last batch, but for those of entries, which stay.
    private void Begin(RenderedValues? dictionary)
    {
        if (_kept > MostKept || dictionary is null)
        {
            _kept = 4;
            _dictionary = null;
        }

        _fields.CutTo(_kept);
        if (!ReferenceEquals(dictionary, _dictionary))
        {
            _dictionary = dictionary;
            Array.Clear(_ofEntries);
        }
    }

    private void FillFromEntries(RenderedValues dictionary, int rows)
    {
        var most = _fields.Length + MostBytes;
        for (var row = 0; row < rows; row++)
        {
            _places[row] = _column.IsNothing(row) ? _ofNothing : _column.IsBad(row) || _fields.Length >= most ? default : OfEntry(dictionary, _column.Entry(row));
        }
    }

    private void FillFromTexts(int rows)
    {
        var most = _fields.Length + MostBytes;
        for (var row = 0; row < rows; row++)
        {
            _places[row] = _column.IsNothing(row) ? _ofNothing : _column.IsBad(row) || _fields.Length >= most ? default : Encode(_column.Raw(row));
        }
    }

    private void FillFromValues(int rows)
    {
        var most = _fields.Length + MostBytes;
        var type = _column.Type;
        for (var row = 0; row < rows; row++)
        {
            var start = _fields.Length;
            _places[row] = _column.IsNothing(row) ? _ofNothing : start >= most ? default
                : _typed is not null && _typed.TryWrite(type, _column.Raw(row), _fields) ? new FieldPlace(start, _fields.Length - start)
                : OfRendered(_room.AsSpan(0, ValueText.Write(type, _column.Raw(row), _room)));
        }
    }

    private FieldPlace OfEntry(RenderedValues dictionary, int entry)
    {
        if ((uint)entry < (uint)_ofEntries.Length && _ofEntries[entry] is { Length: > 0 } known)
        {
            return known;
        }

        var place = Encode(dictionary.Get(entry));
        if (place.Length > 0 && entry < MostEntries)
        {
            if (entry >= _ofEntries.Length)
            {
                Array.Resize(ref _ofEntries, Math.Min(MostEntries, Math.Max(entry + 1, 2 * _ofEntries.Length)));
            }

            _ofEntries[entry] = place;
            _kept = _fields.Length;
        }

        return place;
    }

    private FieldPlace OfRendered(ReadOnlySpan<byte> text)
    {
        if (_rendered is null)
        {
            return Encode(text);
        }

        var place = OfEntry(_rendered.Entries, _rendered.EntryOf(text));
        _rendered = _rendered.Pays ? _rendered : null;
        return place;
    }

    // Nothing is written where there is a remark.
    private FieldPlace Encode(ReadOnlySpan<byte> text)
    {
        var start = _fields.Length;
        if (!_field.TryWritePlain(text, _fields))
        {
            _cell.EncodeCell(text, _fields, _context);
            if (_context.Refusals.Count + _context.Warnings.Count > 0)
            {
                _fields.CutTo(start);
                _context.Refusals.Clear();
                _context.Warnings.Clear();
            }
        }

        return new FieldPlace(start, _fields.Length - start);
    }
}
