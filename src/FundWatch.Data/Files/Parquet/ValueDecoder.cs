using System.Buffers.Binary;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Parquet;

/// <summary>The values of one page, one after another, nulls not among them.</summary>
internal abstract class ValueDecoder
{
    public abstract void Next(ColumnarReader row);

    /// <param name="page">The unpacked page; the values lie from <paramref name="start"/> to <paramref name="end"/>.</param>
    public static ValueDecoder? Of(int encoding, in CellType type, byte[] page, int start, int end, RenderedValues? dictionary) => encoding switch
    {
        0 when type.Kind == ValueKind.Boolean => new PlainBits(page, start, end),
        0 when type.Width > 0 => new PlainFixed(type, page, start, end),
        0 => new PlainBytes(type, page, start, end),
        2 or 8 when dictionary is not null && start < end => new Indices(dictionary, page, HybridDecoder.Over(start + 1, end, page[start])),
        2 or 8 when dictionary is not null => new Indices(dictionary, page, HybridDecoder.Over(start, end, 0)),
        3 when type.Kind == ValueKind.Boolean => new RunBits(page, start, end),
        5 when type.Width > 0 => new DeltaNumbers(type, new DeltaDecoder(page, start, end)),
        6 when type.Width == 0 => new DeltaLengths(type, page, start, end),
        7 when type.Kind != ValueKind.Boolean => new DeltaTexts(type, page, start, end),
        9 when type.Width > 0 => new Split(type, page, start, end),
        _ => null,
    };

    public static FormatException Short() => new("a page with fewer values than it says");

    private sealed class PlainFixed(CellType type, byte[] page, int at, int end) : ValueDecoder
    {
        private int _at = at;

        public override void Next(ColumnarReader row)
        {
            if (end - _at < type.Width)
            {
                throw Short();
            }

            row.Value(type, page.AsSpan(_at, type.Width));
            _at += type.Width;
        }
    }

    private sealed class PlainBytes(CellType type, byte[] page, int at, int end) : ValueDecoder
    {
        private int _at = at;

        public override void Next(ColumnarReader row)
        {
            if (end - _at < 4 || BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(_at)) is var length && (length < 0 || length > end - _at - 4))
            {
                throw Short();
            }

            row.Value(type, page.AsSpan(_at + 4, length));
            _at += 4 + length;
        }
    }

    private sealed class PlainBits(byte[] page, int start, int end) : ValueDecoder
    {
        private long _bit = start * 8L;

        public override void Next(ColumnarReader row)
        {
            if (_bit >= end * 8L)
            {
                throw Short();
            }

            row.Value(new CellType(ValueKind.Boolean), [(byte)(page[_bit >> 3] >> (int)(_bit & 7) & 1)]);
            _bit++;
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

        public override void Next(ColumnarReader row) => row.Value(new CellType(ValueKind.Boolean), [(byte)_bits.Next(_page)]);
    }

    private sealed class Indices(RenderedValues dictionary, byte[] page, HybridDecoder indices) : ValueDecoder
    {
        private HybridDecoder _indices = indices;

        public override void Next(ColumnarReader row)
        {
            var text = dictionary.Get(_indices.Next(page), out var isText);
            row.Text(text, isText);
        }
    }

    private sealed class DeltaNumbers(CellType type, DeltaDecoder numbers) : ValueDecoder
    {
        public override void Next(ColumnarReader row)
        {
            Span<byte> raw = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(raw, numbers.Next());
            row.Value(type, raw[..type.Width]);
        }
    }

    private sealed class DeltaLengths(CellType type, byte[] page, int start, int end) : ValueDecoder
    {
        private readonly Lengths _lengths = new(page, start, end);

        public override void Next(ColumnarReader row) => row.Value(type, _lengths.Next());
    }

    /// <summary>Each value is the beginning of the one before, and what follows it.</summary>
    private sealed class DeltaTexts : ValueDecoder
    {
        private readonly CellType _type;
        private readonly int[] _prefixes;
        private readonly Lengths _suffixes;
        private byte[] _value = new byte[256];
        private int _length, _next;

        public DeltaTexts(CellType type, byte[] page, int start, int end)
        {
            _type = type;
            _prefixes = Lengths.Read(page, start, end, out var behind);
            _suffixes = new Lengths(page, behind, end);
        }

        public override void Next(ColumnarReader row)
        {
            if (_next >= _prefixes.Length || _prefixes[_next] > _length)
            {
                throw Short();
            }

            var suffix = _suffixes.Next();
            var length = _prefixes[_next++] + suffix.Length;
            if (length > _value.Length)
            {
                Array.Resize(ref _value, length * 2);
            }

            suffix.CopyTo(_value.AsSpan(length - suffix.Length));
            _length = length;
            if (_type.Width > 0 && length != _type.Width)
            {
                throw new FormatException($"a value of {length} bytes where each has {_type.Width}");
            }

            row.Value(_type, _value.AsSpan(0, length));
        }
    }

    /// <summary>The first bytes of all values, then the second ones, …</summary>
    private sealed class Split(CellType type, byte[] page, int start, int end) : ValueDecoder
    {
        private readonly int _count = (end - start) / type.Width;
        private int _next;

        public override void Next(ColumnarReader row)
        {
            if (_next >= _count || type.Width > 64)
            {
                throw Short();
            }

            Span<byte> raw = stackalloc byte[type.Width];
            for (var i = 0; i < type.Width; i++)
            {
                raw[i] = page[start + i * _count + _next];
            }

            _next++;
            row.Value(type, raw);
        }
    }

    private sealed class Lengths
    {
        private readonly byte[] _page;
        private readonly int[] _lengths;
        private readonly int _end;
        private int _at, _next;

        public Lengths(byte[] page, int start, int end)
        {
            _page = page;
            _end = end;
            _lengths = Read(page, start, end, out _at);
        }

        public ReadOnlySpan<byte> Next()
        {
            if (_next >= _lengths.Length || _lengths[_next] > _end - _at)
            {
                throw Short();
            }

            var length = _lengths[_next++];
            _at += length;
            return _page.AsSpan(_at - length, length);
        }

        public static int[] Read(byte[] page, int start, int end, out int behind)
        {
            var numbers = new DeltaDecoder(page, start, end);
            // No writer puts more values into a page; the count is the file's word alone.
            var lengths = numbers.Count <= 16 * 1024 * 1024 ? new int[numbers.Count] : throw Short();
            for (var i = 0; i < lengths.Length; i++)
            {
                lengths[i] = numbers.Next() is >= 0 and <= int.MaxValue and var length ? (int)length : throw new FormatException("a text of negative length");
            }

            behind = numbers.End;
            return lengths;
        }
    }
}
