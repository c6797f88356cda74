using System.Buffers.Binary;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Parquet;

/// <summary>The values of one page, taken in stretches, nulls not among them.</summary>
internal abstract class ValueDecoder
{
    /// <summary>Bytes of a stretch of values that must be put together.</summary>
    private const int MostOwn = 64 * 1024;

    /// <summary>Where the values are numbers of its entries.</summary>
    public virtual RenderedValues? Dictionary => null;

    /// <summary>The texts taken last and the ASCII between them, in the page: all of it is UTF-8 where each text is. Empty where that is not so.</summary>
    public virtual Range Together => default;

    /// <summary>How many values can be taken at once, of so many: at least one.</summary>
    public virtual int Ready(int count) => count;

    /// <summary>Takes the next values.</summary>
    /// <exception cref="FileDamage">There are fewer.</exception>
    public abstract void Take(CellColumn cells, int count);

    /// <param name="page">The unpacked page; the values lie from <paramref name="start"/> to <paramref name="end"/>.</param>
    public static ValueDecoder? Of(int encoding, in CellType type, byte[] page, int start, int end, RenderedValues? dictionary) => encoding switch
    {
        0 when type.Kind == ValueKind.Boolean => new PlainBits(page, start, end),
        0 when type.Width > 0 => new PlainFixed(type.Width, start, end),
        0 => new PlainBytes(page, start, end),
        2 or 8 when dictionary is not null && start < end => new Indices(dictionary, page, HybridDecoder.Over(start + 1, end, page[start])),
        2 or 8 when dictionary is not null => new Indices(dictionary, page, HybridDecoder.Over(start, end, 0)),
        3 when type.Kind == ValueKind.Boolean => new RunBits(page, start, end),
        5 when type.Width is 4 or 8 => new DeltaNumbers(type.Width, new DeltaDecoder(page, start, end)),
        6 when type.Width == 0 && type.Kind != ValueKind.Boolean => new DeltaLengths(page, start, end),
        7 when type.Kind != ValueKind.Boolean => new DeltaTexts(type.Width, page, start, end),
        9 when type.Width is > 0 and <= 64 => new Split(type.Width, page, start, end),
        _ => null,
    };

    public static FileDamage Short() => new(DamageKind.CountsDiffer, "数据页里的值比它声明的少", "a page with fewer values than it says");

    private sealed class PlainFixed(int width, int at, int end) : ValueDecoder
    {
        private int _at = at;

        public override void Take(CellColumn cells, int count)
        {
            if ((end - _at) / width < count)
            {
                throw Short();
            }

            cells.AddFixed(_at, width, count);
            _at += width * count;
        }
    }

    private sealed class PlainBytes(byte[] page, int at, int end) : ValueDecoder
    {
        private int _at = at;
        private Range _together;

        public override Range Together => _together;

        public override void Take(CellColumn cells, int count)
        {
            var (start, at, lengths) = (_at, _at, 0);
            var bytes = page.AsSpan(0, end);
            cells.AddPlaces(count, out var starts, out var sizes);
            for (var i = 0; i < starts.Length && i < sizes.Length; i++)
            {
                if (bytes.Length - at < 4 || BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) is var length && (uint)length > (uint)(bytes.Length - at - 4))
                {
                    throw Short();
                }

                (starts[i], sizes[i]) = (at + 4, length);
                at += 4 + length;
                lengths |= length;
            }

            _at = at;
            _together = lengths < 0x80 ? start..at : default; // the four bytes of a length before each text
        }
    }

    private sealed class PlainBits(byte[] page, int start, int end) : ValueDecoder
    {
        private long _bit = start * 8L;

        public override void Take(CellColumn cells, int count)
        {
            if (end * 8L - _bit < count)
            {
                throw Short();
            }

            var own = cells.Own(count);
            for (var i = 0; i < count; i++, _bit++)
            {
                own[i] = (byte)(page[_bit >> 3] >> (int)(_bit & 7) & 1);
            }

            cells.AddFixed(0, 1, count);
        }
    }

    private sealed class RunBits : ValueDecoder
    {
        private readonly byte[] _page;
        private HybridDecoder _bits;

        public RunBits(byte[] page, int start, int end)
        {
            _page = page;
            _bits = end - start >= 4 ? HybridDecoder.Over(start + 4, end, 1) : throw Short();
        }

        public override void Take(CellColumn cells, int count)
        {
            var own = cells.Own(count);
            for (var i = 0; i < count; i++)
            {
                own[i] = (byte)_bits.Next(_page);
            }

            cells.AddFixed(0, 1, count);
        }
    }

    private sealed class Indices(RenderedValues dictionary, byte[] page, HybridDecoder indices) : ValueDecoder
    {
        private HybridDecoder _indices = indices;

        public override RenderedValues Dictionary => dictionary;

        public override void Take(CellColumn cells, int count)
        {
            var entries = cells.AddEntries(count);
            _indices.Next(page, entries);
            foreach (var entry in entries)
            {
                if ((uint)entry >= (uint)dictionary.Count)
                {
                    throw new FileDamage(DamageKind.NoSuchEntry, $"引用了第 {(uint)entry:N0} 项（从 0 起），字典只有 {dictionary.Count:N0} 项", $"entry {(uint)entry:N0} (from 0) of a dictionary of {dictionary.Count:N0}");
                }
            }
        }
    }

    private sealed class DeltaNumbers(int width, DeltaDecoder numbers) : ValueDecoder
    {
        public override void Take(CellColumn cells, int count)
        {
            var own = cells.Own(count * 8);
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(own.AsSpan(i * 8), numbers.Next());
                cells.Add(i * 8, width);
            }
        }
    }

    private sealed class DeltaLengths(byte[] page, int start, int end) : ValueDecoder
    {
        private readonly Lengths _lengths = new(page, start, end);

        public override void Take(CellColumn cells, int count)
        {
            for (; count > 0; count--)
            {
                var at = _lengths.Next(out var length);
                cells.Add(at, length);
            }
        }
    }

    /// <summary>Each value is the beginning of the one before, and what follows it.</summary>
    private sealed class DeltaTexts : ValueDecoder
    {
        private readonly int _width;
        private readonly byte[] _page;
        private readonly int[] _prefixes;
        private readonly Lengths _suffixes;
        private byte[] _value = new byte[256];
        private int _length, _next;

        public DeltaTexts(int width, byte[] page, int start, int end)
        {
            (_width, _page) = (width, page);
            _prefixes = Lengths.Read(page, start, end, out var behind);
            _suffixes = new Lengths(page, behind, end);
        }

        public override int Ready(int count)
        {
            long bytes = 0;
            for (var i = 0; i < count; i++)
            {
                bytes += _next + i < _prefixes.Length ? (long)_prefixes[_next + i] + _suffixes.LengthOf(i) : 0;
                if (bytes > MostOwn && i > 0)
                {
                    return i;
                }
            }

            return count;
        }

        public override void Take(CellColumn cells, int count)
        {
            var used = 0;
            var own = cells.Own(MostOwn);
            for (; count > 0; count--)
            {
                if (_next >= _prefixes.Length || _prefixes[_next] > _length)
                {
                    throw Short();
                }

                var at = _suffixes.Next(out var suffix);
                var length = _prefixes[_next++] + suffix;
                if (_width > 0 && length != _width)
                {
                    throw new FileDamage(DamageKind.CountsDiffer, $"有一个值长 {length:N0} 字节，而该列每个值应为 {_width} 字节", $"a value of {length:N0} bytes where each has {_width}");
                }

                if (length > _value.Length)
                {
                    Array.Resize(ref _value, length * 2);
                }

                _page.AsSpan(at, suffix).CopyTo(_value.AsSpan(length - suffix));
                _length = length;
                own = used + length > own.Length ? cells.Own(length) : own; // only where it is the one value taken
                _value.AsSpan(0, length).CopyTo(own.AsSpan(used));
                cells.Add(used, length);
                used += length;
            }
        }
    }

    /// <summary>The first bytes of all values, then the second ones, …</summary>
    private sealed class Split(int width, byte[] page, int start, int end) : ValueDecoder
    {
        private readonly int _count = (end - start) / width;
        private int _next;

        public override void Take(CellColumn cells, int count)
        {
            if (_count - _next < count)
            {
                throw Short();
            }

            var own = cells.Own(count * width);
            for (var value = 0; value < count; value++, _next++)
            {
                for (var i = 0; i < width; i++)
                {
                    own[value * width + i] = page[start + i * _count + _next];
                }
            }

            cells.AddFixed(0, width, count);
        }
    }

    private sealed class Lengths
    {
        private readonly int[] _lengths;
        private readonly int _end;
        private int _at, _next;

        public Lengths(byte[] page, int start, int end)
        {
            _end = end;
            _lengths = Read(page, start, end, out _at);
        }

        /// <summary>Of the value so many behind the next; 0 where there is none.</summary>
        public int LengthOf(int ahead) => _next + ahead < _lengths.Length ? _lengths[_next + ahead] : 0;

        /// <summary>Where the next value begins.</summary>
        public int Next(out int length)
        {
            if (_next >= _lengths.Length || _lengths[_next] > _end - _at)
            {
                throw Short();
            }

            length = _lengths[_next++];
            _at += length;
            return _at - length;
        }

        public static int[] Read(byte[] page, int start, int end, out int behind)
        {
            var numbers = new DeltaDecoder(page, start, end);
            // No writer puts more values into a page; the count is the file's word alone.
            var lengths = numbers.Count <= 16 * 1024 * 1024 ? new int[numbers.Count] : throw Short();
            for (var i = 0; i < lengths.Length; i++)
            {
                lengths[i] = numbers.Next() is >= 0 and <= int.MaxValue and var length ? (int)length : throw new FileDamage(DamageKind.WrongPlace, "文字长度为负或过大", "a text of negative or impossible length");
            }

            behind = numbers.End;
            return lengths;
        }
    }
}
