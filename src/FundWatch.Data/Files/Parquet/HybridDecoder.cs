using System.Buffers.Binary;

namespace FundWatch.Data.Files.Parquet;

/// <summary>Parquet's mix of runs and bit-packed groups of eight: levels, dictionary indices, booleans.</summary>
internal struct HybridDecoder
{
    private int _position, _end, _width, _left;
    private bool _isRun;
    private uint _value;
    private long _bit;

    /// <param name="width">Bits of a value, 0 to 32.</param>
    public static HybridDecoder Over(int start, int end, int width) =>
        width is >= 0 and <= 32 ? new() { _position = start, _end = end, _width = width } : throw Width(width);

    public static FileDamage Width(int width) => new(DamageKind.WrongStructure, $"每个值占 {width} 位", $"values of {width} bits");

    public uint Next(byte[] page)
    {
        if (_left == 0)
        {
            Begin(page);
        }

        _left--;
        if (_isRun)
        {
            return _value;
        }

        var value = Bits(page, _bit, _width);
        _bit += _width;
        return value;
    }

    /// <summary>The next values, at least one and at most <paramref name="most"/>, if they are all the same; how many there are, or 0.</summary>
    public int NextRun(byte[] page, int most, out uint value)
    {
        if (_left == 0)
        {
            Begin(page);
        }

        value = _value;
        var count = _isRun ? Math.Min(_left, most) : 0;
        _left -= count;
        return count;
    }

    public void Next(byte[] page, Span<int> values)
    {
        for (var done = 0; done < values.Length;)
        {
            if (NextRun(page, values.Length - done, out var value) is > 0 and var run)
            {
                values.Slice(done, run).Fill((int)value);
                done += run;
                continue;
            }

            var packed = Math.Min(_left, values.Length - done);
            for (var i = done; i < done + packed; i++)
            {
                values[i] = (int)Bits(page, _bit, _width);
                _bit += _width;
            }

            _left -= packed;
            done += packed;
        }
    }

    private void Begin(byte[] page)
    {
        if (_width == 0 && _position >= _end)
        {
            (_isRun, _value, _left) = (true, 0, int.MaxValue);
            return;
        }

        ulong head = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (_position >= _end || shift > 35)
            {
                throw ValueDecoder.Short();
            }

            var b = page[_position++];
            head |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                break;
            }
        }

        _isRun = (head & 1) == 0;
        var count = head >> 1;
        if (_isRun)
        {
            BeginRun(page, count);
            return;
        }

        // The last group may be cut off behind the last value.
        var bits = Math.Min((long)Math.Min(count, 1UL << 30) * 8 * _width, (_end - _position) * 8L);
        _left = _width == 0 ? (int)Math.Min(count * 8, int.MaxValue) : (int)(bits / _width);
        _bit = _position * 8L;
        _position += (int)((bits + 7) / 8);
        if (_left == 0)
        {
            throw ValueDecoder.Short();
        }
    }

    private void BeginRun(byte[] page, ulong count)
    {
        var bytes = (_width + 7) / 8;
        if (_end - _position < bytes || count == 0)
        {
            throw ValueDecoder.Short();
        }

        _value = 0;
        for (var i = 0; i < bytes; i++)
        {
            _value |= (uint)page[_position++] << (8 * i);
        }

        _left = (int)Math.Min(count, int.MaxValue);
    }

    private static uint Bits(byte[] page, long bit, int width)
    {
        var at = (int)(bit >> 3);
        if (at + 8 <= page.Length)
        {
            return (uint)(BinaryPrimitives.ReadUInt64LittleEndian(page.AsSpan(at)) >> (int)(bit & 7)) & (uint)((1UL << width) - 1);
        }

        ulong window = 0;
        for (var i = 0; i < 5 && at + i < page.Length; i++)
        {
            window |= (ulong)page[at + i] << (8 * i);
        }

        return (uint)(window >> (int)(bit & 7)) & (uint)((1UL << width) - 1);
    }
}
