using System.Buffers.Binary;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// What lets the next load pass over a chunk's rows unread, row by row beside <see cref="RowHashes"/>: a hash of the row's bytes in the file, and which of
/// its columns are filled. A row that must be read again (it was warned of, set an extreme, may have a twin) has the hash 0.
/// As bytes: the number of patterns of filled columns (in 8 bytes), the patterns (8 bytes each), a hash of 8 bytes for each row, the number of its pattern.
/// </summary>
public sealed class RowPasses
{
    private const int MostPatterns = byte.MaxValue;

    private readonly List<ulong> _patterns = [];
    private byte[] _numbers = new byte[1024], _bytes = [];
    private ulong[] _rows = new ulong[1024];
    private int _count, _last;
    private bool _any;

    internal const int PatternsAt = 8;

    internal static int RowsAt(int patterns) => PatternsAt + (8 * patterns);

    internal static int NumbersAt(int patterns, int rows) => RowsAt(patterns) + (8 * rows);

    internal static int Length(int patterns, int rows) => NumbersAt(patterns, rows) + rows;

    /// <summary>A row that the next load reads again.</summary>
    public void AddUnread() => Put(0, 0);

    /// <param name="row">Hash of its bytes, not 0.</param>
    /// <param name="filled">A bit for each column of the layout.</param>
    public void Add(ulong row, ulong filled)
    {
        if (_patterns.Count == 0 || _patterns[_last] != filled)
        {
            _last = _patterns.IndexOf(filled);
            if (_last < 0 && _patterns.Count == MostPatterns)
            {
                _last = 0;
                AddUnread();
                return;
            }

            if (_last < 0)
            {
                _last = _patterns.Count;
                _patterns.Add(filled);
            }
        }

        _any = true;
        Put(row, (byte)_last);
    }

    public void Clear()
    {
        _patterns.Clear();
        (_count, _last, _any) = (0, 0, false);
    }

    /// <summary>Nothing where no row may be passed over. Good until the next row.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        if (!_any)
        {
            return default;
        }

        var length = Length(_patterns.Count, _count);
        if (_bytes.Length < length)
        {
            _bytes = new byte[Length(MostPatterns, _rows.Length)];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes, (ulong)_patterns.Count);
        var at = PatternsAt;
        foreach (var pattern in _patterns)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), pattern);
            at += 8;
        }

        for (var i = 0; i < _count; i++, at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), _rows[i]);
        }

        _numbers.AsSpan(0, _count).CopyTo(_bytes.AsSpan(at));
        return _bytes.AsMemory(0, length);
    }

    private void Put(ulong row, byte number)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, 2 * _count);
            Array.Resize(ref _numbers, 2 * _count);
        }

        _rows[_count] = row;
        _numbers[_count++] = number;
    }
}
