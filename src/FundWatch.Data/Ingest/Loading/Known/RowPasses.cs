using System.Buffers.Binary;
using System.Text;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// What lets the next load pass over a chunk's rows unread, row by row beside <see cref="RowHashes"/>: a hash of the row's bytes in the file, which of
/// its columns are filled, and what it was warned of. A row that must be read again (it set an extreme, may have a twin) has the hash 0.
/// As bytes: the number of patterns (in 8 bytes), the filled columns of each (8 bytes), a hash of 8 bytes for each row, the number of its pattern (a byte),
/// and as text the warnings of each pattern, tabs between them, on a line of its own.
/// </summary>
public sealed class RowPasses
{
    private const int MostPatterns = byte.MaxValue;

    private readonly List<(ulong Filled, string[] Warnings)> _patterns = [];
    private byte[] _numbers = new byte[1024], _bytes = [];
    private ulong[] _rows = new ulong[1024];
    private int _count, _last;
    private bool _any;

    internal const int PatternsAt = 8;

    internal static int RowsAt(int patterns) => PatternsAt + (8 * patterns);

    internal static int NumbersAt(int patterns, int rows) => RowsAt(patterns) + (8 * rows);

    internal static int WarningsAt(int patterns, int rows) => NumbersAt(patterns, rows) + rows;

    /// <summary>The warnings of each pattern.</summary>
    internal static string[][] Warnings(ReadOnlySpan<byte> text) => [.. Encoding.UTF8.GetString(text).Split('\n').Select(l => l.Split('\t', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>A row that the next load reads again.</summary>
    public void AddUnread() => Put(0, 0);

    /// <param name="row">Hash of its bytes, not 0.</param>
    /// <param name="filled">A bit for each column of the layout.</param>
    /// <param name="warnings">As the store keeps them: codes and names of columns.</param>
    public void Add(ulong row, ulong filled, List<string> warnings)
    {
        if (_patterns.Count == 0 || !IsPattern(_last, filled, warnings))
        {
            for (_last = 0; _last < _patterns.Count && !IsPattern(_last, filled, warnings); _last++)
            {
            }

            if (_last == MostPatterns)
            {
                _last = 0;
                AddUnread();
                return;
            }

            if (_last == _patterns.Count)
            {
                _patterns.Add((filled, [.. warnings]));
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

        var warnings = Encoding.UTF8.GetBytes(string.Join('\n', _patterns.Select(p => string.Join('\t', p.Warnings))));
        var length = WarningsAt(_patterns.Count, _count) + warnings.Length;
        if (_bytes.Length < length)
        {
            _bytes = new byte[WarningsAt(MostPatterns, _rows.Length) + warnings.Length];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes, (ulong)_patterns.Count);
        var at = PatternsAt;
        foreach (var (filled, _) in _patterns)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), filled);
            at += 8;
        }

        for (var i = 0; i < _count; i++, at += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(at), _rows[i]);
        }

        _numbers.AsSpan(0, _count).CopyTo(_bytes.AsSpan(at));
        warnings.CopyTo(_bytes, at + _count);
        return _bytes.AsMemory(0, length);
    }

    private bool IsPattern(int pattern, ulong filled, List<string> warnings)
    {
        var known = _patterns[pattern];
        if (known.Filled != filled || known.Warnings.Length != warnings.Count)
        {
            return false;
        }

        for (var i = 0; i < warnings.Count; i++)
        {
            if (known.Warnings[i] != warnings[i])
            {
                return false;
            }
        }

        return true;
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
