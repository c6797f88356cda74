namespace FundWatch.Data.Files.Parquet;

/// <summary>Whole numbers as differences (DELTA_BINARY_PACKED).</summary>
internal sealed class DeltaDecoder
{
    private readonly byte[] _page;
    private readonly int _end, _perMiniblock, _miniblocks;
    private readonly byte[] _widths;
    private int _position, _miniblock, _inMiniblock, _left;
    private long _value, _smallest, _bit;
    private bool _first = true;

    public DeltaDecoder(byte[] page, int start, int end)
    {
        (_page, _position, _end) = (page, start, end);
        var block = VarInt();
        var miniblocks = VarInt();
        var count = VarInt();
        _value = ZigZag();
        if (miniblocks is 0 or > 4096 || block is 0 or > 1 << 24 || block % miniblocks != 0 || (block / miniblocks) % 8 != 0 || count > int.MaxValue)
        {
            throw new FileDamage(DamageKind.WrongStructure, $"差分编码的数字分块不可能：每块 {block:N0} 个，分 {miniblocks:N0} 段，共 {count:N0} 个", $"delta-encoded numbers in impossible blocks: {block:N0} in {miniblocks:N0} parts, {count:N0} in all");
        }

        (_miniblocks, _perMiniblock, _left) = ((int)miniblocks, (int)(block / miniblocks), (int)count);
        _widths = new byte[_miniblocks];
        _miniblock = _miniblocks;
        _inMiniblock = _perMiniblock;
    }

    /// <summary>Values in all.</summary>
    public int Count => _left;

    /// <summary>Where the bytes behind the numbers begin; known when all of them were read.</summary>
    public int End => _position;

    public long Next()
    {
        if (_left-- <= 0)
        {
            throw ValueDecoder.Short();
        }

        if (_first)
        {
            _first = false;
            return _value;
        }

        if (_inMiniblock == _perMiniblock)
        {
            BeginMiniblock();
        }

        _inMiniblock++;
        _value += _smallest + Bits(_widths[_miniblock]);
        return _value;
    }

    private void BeginMiniblock()
    {
        _miniblock++;
        if (_miniblock >= _miniblocks)
        {
            _smallest = ZigZag();
            if (_end - _position < _miniblocks)
            {
                throw ValueDecoder.Short();
            }

            _page.AsSpan(_position, _miniblocks).CopyTo(_widths);
            _position += _miniblocks;
            _miniblock = 0;
        }

        _inMiniblock = 0;
        _bit = _position * 8L;
        var width = _widths[_miniblock];
        _position = width <= 64 ? (int)Math.Min(_end, _position + (long)width * _perMiniblock / 8) : throw HybridDecoder.Width(width);
    }

    private long Bits(int width)
    {
        if (width == 0)
        {
            return 0;
        }

        if ((_bit + width + 7) / 8 > _end)
        {
            throw ValueDecoder.Short();
        }

        ulong value = 0;
        for (var taken = 0; taken < width;)
        {
            var inByte = (int)(_bit & 7);
            var take = Math.Min(8 - inByte, width - taken);
            value |= (ulong)((_page[(int)(_bit >> 3)] >> inByte) & ((1 << take) - 1)) << taken;
            taken += take;
            _bit += take;
        }

        return (long)value;
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position >= _end)
            {
                throw ValueDecoder.Short();
            }

            var b = _page[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw ThriftReader.Endless();
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
