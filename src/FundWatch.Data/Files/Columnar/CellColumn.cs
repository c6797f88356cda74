using System.Numerics;

namespace FundWatch.Data.Files.Columnar;

/// <summary>
/// The cells of one column in the present batch of rows, as the file holds them: bytes of the column's type where they lie in a page or a window, or
/// numbers of entries of a dictionary. Who fills it sees to it that all places are within the bytes, and all numbers within the dictionary.
/// </summary>
internal sealed class CellColumn(int rows)
{
    private readonly int[] _starts = new int[rows], _lengths = new int[rows];
    private readonly bool[] _isNothing = new bool[rows], _isBad = new bool[rows];
    private byte[] _bytes = [], _own = [];
    private int _values;
    private Range _together;
    private bool _areApart;
    private RepeatedTexts? _repeated;

    /// <summary>What the bytes mean, where there is no dictionary.</summary>
    public CellType Type { get; private set; }

    /// <summary>Where the cells are numbers of entries; else null.</summary>
    public RenderedValues? Dictionary { get; private set; }

    /// <summary>True where some rows may hold nothing.</summary>
    public bool HasNothing { get; private set; }

    /// <summary>True where some text of the batch is no text.</summary>
    public bool HasBad { get; private set; }

    /// <summary>True where cells are text as they lie there.</summary>
    public bool IsText => Dictionary is not null || Type.Kind == ValueKind.Text;

    public bool IsNothing(int row) => HasNothing && _isNothing[row];

    public bool IsBad(int row) => HasBad && _isBad[row];

    /// <summary>Bytes of a cell that is not nothing and in no dictionary.</summary>
    public ReadOnlySpan<byte> Raw(int row) => _bytes.AsSpan(_starts[row], _lengths[row]);

    /// <summary>Number of the entry of a cell that is not nothing.</summary>
    public int Entry(int row) => _starts[row];

    /// <summary>Text of a cell that is not nothing, where <see cref="IsText"/>.</summary>
    public ReadOnlySpan<byte> Text(int row) => Dictionary is null ? Raw(row) : Dictionary.Get(_starts[row]);

    /// <summary>Begins a batch.</summary>
    public void Begin(in CellType type, byte[] bytes, RenderedValues? dictionary = null)
    {
        (Type, Dictionary, _bytes) = (type, dictionary, bytes);
        (HasNothing, HasBad, _values) = (false, false, 0);
        (_together, _areApart) = (default, false);
    }

    /// <summary>Says that somebody will ask for what the column's texts come to, one by one: texts that repeat become entries of a dictionary.</summary>
    public void ExpectRepeats() => _repeated = new RepeatedTexts();

    /// <summary>Says that nobody does any more.</summary>
    public void ExpectNoRepeats() => _repeated = null;

    /// <summary>Places for so many values that do not lie in the file as they are; they become the batch's bytes.</summary>
    public byte[] Own(int bytes)
    {
        if (_own.Length < bytes)
        {
            _own = new byte[bytes];
        }

        return _bytes = _own;
    }

    /// <summary>The next value, or number of an entry.</summary>
    public void Add(int start, int length = 0)
    {
        _starts[_values] = start;
        _lengths[_values++] = length;
    }

    /// <summary>The next so many values, whose places are to be written by the caller.</summary>
    public void AddPlaces(int count, out Span<int> starts, out Span<int> lengths)
    {
        starts = _starts.AsSpan(_values, count);
        lengths = _lengths.AsSpan(_values, count);
        _values += count;
    }

    /// <summary>The next values, one behind the other.</summary>
    public void AddFixed(int start, int width, int count)
    {
        var starts = _starts.AsSpan(_values, count);
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = start + i * width;
        }

        _lengths.AsSpan(_values, count).Fill(width);

        _values += count;
    }

    /// <summary>Texts one behind the other.</summary>
    /// <param name="ends">Of each, counted from where the first one's place is <paramref name="begin"/>.</param>
    /// <exception cref="FileDamage">They run backwards.</exception>
    public void AddTexts<T>(int start, ReadOnlySpan<T> ends, T begin)
        where T : struct, IBinaryInteger<T>
    {
        var (at, last) = (begin, ends[^1]);
        var starts = _starts.AsSpan(_values, ends.Length);
        var lengths = _lengths.AsSpan(_values, ends.Length);
        for (var i = 0; i < ends.Length; i++)
        {
            var end = ends[i];
            if (end < at || end > last)
            {
                throw new FileDamage(DamageKind.WrongPlace, "文字的起止位置前后颠倒", "offsets of texts that run backwards");
            }

            starts[i] = start + int.CreateTruncating(at - begin);
            lengths[i] = int.CreateTruncating(end - at);
            at = end;
        }

        _values += ends.Length;
    }

    /// <summary>The next so many entries, to be written by the caller.</summary>
    public Span<int> AddEntries(int count)
    {
        _values += count;
        return _starts.AsSpan(_values - count, count);
    }

    /// <summary>Which of the rows hold nothing, to be written by the caller.</summary>
    public Span<bool> Nothings(int count)
    {
        HasNothing = true;
        return _isNothing.AsSpan(0, count);
    }

    /// <summary>Moves values that lie close, without the rows that hold nothing, to their rows.</summary>
    public void Spread(int count)
    {
        var value = _values;
        for (var row = count - 1; row >= 0 && value <= row; row--)
        {
            if (_isNothing[row])
            {
                _lengths[row] = 0; // of a batch before
                continue;
            }

            value--;
            _starts[row] = _starts[value];
            _lengths[row] = _lengths[value];
        }
    }

    /// <summary>Says where all texts lie, one behind the other: they can be looked at in one go.</summary>
    /// <param name="areApart">True where ASCII stands between them.</param>
    public void LieTogether(Range place, bool areApart) => (_together, _areApart) = (place, areApart);

    /// <summary>Looks at the texts of a batch that is complete, and marks those that are none: bytes that are not UTF-8, and characters that were lost before the file was written.</summary>
    public void LookAtTexts(int count)
    {
        if (!IsText)
        {
            return;
        }

        if (Dictionary is null && !IsRecoded(count) ? AreTexts(count) : Dictionary is { HasBad: false })
        {
            return;
        }

        for (var row = 0; row < count; row++)
        {
            _isBad[row] = !IsNothing(row) && !(Dictionary is null ? RenderedValues.IsText(Raw(row)) : Dictionary.IsText(_starts[row]));
            HasBad |= _isBad[row];
        }
    }

    // Texts become numbers of entries, where they are worth it.
    private bool IsRecoded(int count)
    {
        if (_repeated is null || _lengths.AsSpan(0, count).IndexOfAnyExceptInRange(0, RepeatedTexts.Longest) >= 0)
        {
            return false;
        }

        _repeated.Begin();
        for (var row = 0; row < count; row++)
        {
            if (!IsNothing(row))
            {
                _starts[row] = _repeated.EntryOf(Raw(row));
            }
        }

        Dictionary = _repeated.Entries;
        _repeated = _repeated.Pays ? _repeated : null;
        return true;
    }

    // All together are text and none begins within a character, so each is one.
    private bool AreTexts(int count)
    {
        var together = _bytes.AsSpan(_together);
        if (together.Length == 0 || !RenderedValues.IsText(together))
        {
            return false;
        }

        for (var row = 0; row < count && !_areApart; row++)
        {
            if (_lengths[row] > 0 && (_bytes[_starts[row]] & 0xC0) == 0x80)
            {
                return false;
            }
        }

        return true;
    }
}
