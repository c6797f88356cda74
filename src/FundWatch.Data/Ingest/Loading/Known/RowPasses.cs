using System.Buffers.Binary;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// What lets the next load pass over a chunk's rows unread, row by row beside <see cref="RowHashes"/>: a hash of the row's bytes in the file, and which of
/// its columns are filled. A row that must be read again (it was warned of, set an extreme, may have a twin) has the hash 0.
/// As bytes: how many patterns of filled columns there are, the patterns (8 bytes each), a hash of 8 bytes for each row, the number of its pattern.
/// </summary>
public sealed class RowPasses
{
    private const int MostPatterns = byte.MaxValue;

    private readonly List<ulong> _patterns = [];
    private byte[] _numbers = new byte[1024];
    private ulong[] _rows = new ulong[1024];
    private int _count, _last;
    private bool _any;

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

    /// <summary>Nothing where no row may be passed over.</summary>
    public byte[] ToBytes()
    {
        if (!_any)
        {
            return [];
        }

        var bytes = new byte[1 + (8 * _patterns.Count) + (9 * _count)];
        bytes[0] = (byte)_patterns.Count;
        var at = 1;
        foreach (var value in _patterns)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
            at += 8;
        }

        for (var i = 0; i < _count; i++, at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), _rows[i]);
        }

        _numbers.AsSpan(0, _count).CopyTo(bytes.AsSpan(at));
        return bytes;
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
