using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A growing block of rows in PostgreSQL's binary COPY format: big-endian, every field behind its length.</summary>
public sealed class PgBlock
{
    private const int First = 64 * 1024;

    /// <summary>A full chunk of rows of one month, with the row that filled it.</summary>
    private const int Enough = Chunk.MaxBytes + First;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(First);

    public int Capacity => _bytes.Length;

    public int Length { get; private set; }

    public int Rows { get; set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span(int start, int end) => _bytes.AsSpan(start, end - start);

    public void Clear() => (Length, Rows) = (0, 0);

    /// <summary>Takes back what was written behind a position.</summary>
    public void CutTo(int length) => Length = length;

    public void FieldCount(int count) => BinaryPrimitives.WriteInt16BigEndian(Take(2), (short)count);

    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);

    public void Bytes(ReadOnlySpan<byte> value)
    {
        var to = Take(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(to, value.Length);
        value.CopyTo(to[4..]);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        var to = Take(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(to, length);
        Encoding.UTF8.GetBytes(value, to[4..]);
    }

    /// <summary>A field that is encoded already, its length included.</summary>
    public void Raw(ReadOnlySpan<byte> field) => field.CopyTo(Take(field.Length));

    /// <summary>Fields of a row, one of each column, up to the first that is not there; returns how many.</summary>
    /// <param name="places">Where they begin and end in this block, to be filled in.</param>
    internal int Raw(ReadOnlySpan<PlacedFields> columns, int row, Span<(int Start, int End)> places)
    {
        var (bytes, length) = (_bytes, Length);
        var i = 0;
        for (; i < columns.Length && columns[i].Places[row] is { Length: > 0 } field; i++)
        {
            // Most fields are short: 32 bytes at once are quicker than the right number, and what lies behind is written over.
            var from = columns[i].Fields._bytes;
            if (field.Length <= 64 && field.Start + 64 <= from.Length && length + 64 <= bytes.Length)
            {
                Vector256.LoadUnsafe(ref from[field.Start]).StoreUnsafe(ref bytes[length]);
                if (field.Length > 32)
                {
                    Vector256.LoadUnsafe(ref from[field.Start + 32]).StoreUnsafe(ref bytes[length + 32]);
                }
            }
            else
            {
                Length = length;
                from.AsSpan(field.Start, field.Length).CopyTo(Take(field.Length));
                bytes = _bytes;
            }

            places[i] = (length, length + field.Length);
            length += field.Length;
        }

        Length = length;
        return i;
    }

    public void Int32(int value)
    {
        var to = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(to, 4);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], value);
    }

    public void Int64(long value)
    {
        var to = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(to, 8);
        BinaryPrimitives.WriteInt64BigEndian(to[4..], value);
    }

    /// <summary>numeric: <paramref name="value"/> in units of 10^-scale; scale 2 or 4.</summary>
    public void Numeric(long value, int scale)
    {
        var magnitude = (ulong)Math.Abs(value);
        ulong whole, fraction;
        if (scale == 2)
        {
            (whole, fraction) = Math.DivRem(magnitude, 100);
            fraction *= 100;
        }
        else
        {
            (whole, fraction) = Math.DivRem(magnitude, 10_000);
        }

        if (whole < 100_000_000)
        {
            Numeric((uint)whole, (uint)fraction, value < 0, scale);
            return;
        }

        // Digits of base 10,000, most significant first, none leading or trailing that is zero.
        Span<ushort> digits = stackalloc ushort[6];
        var count = 0;
        var weight = -1;
        for (var rest = whole; rest > 0; rest /= 10_000)
        {
            digits[count++] = (ushort)(rest % 10_000);
            weight++;
        }

        digits[..count].Reverse();
        if (fraction > 0)
        {
            digits[count++] = (ushort)fraction;
        }

        while (count > 0 && digits[count - 1] == 0)
        {
            count--;
        }

        var to = Take(12 + 2 * count);
        BinaryPrimitives.WriteInt32BigEndian(to, 8 + 2 * count);
        BinaryPrimitives.WriteInt16BigEndian(to[4..], (short)count);
        BinaryPrimitives.WriteInt16BigEndian(to[6..], (short)(count == 0 ? 0 : weight));
        BinaryPrimitives.WriteInt16BigEndian(to[8..], (short)(value < 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(to[10..], (short)scale);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to[(12 + 2 * i)..], digits[i]);
        }
    }

    // At most three digits, written as if all three were there: what is too much is written over.
    private void Numeric(uint whole, uint fraction, bool isNegative, int scale)
    {
        var (high, low) = (whole / 10_000, whole % 10_000);
        var weight = high > 0 ? 1 : low > 0 ? 0 : -1;
        var count = fraction > 0 ? weight + 2 : low > 0 ? weight + 1 : high > 0 ? 1 : 0;
        var digits = weight switch { 1 => (ulong)high << 48 | (ulong)low << 32 | (ulong)fraction << 16, 0 => (ulong)low << 48 | (ulong)fraction << 32, _ => (ulong)fraction << 48 };
        var to = Take(20);
        BinaryPrimitives.WriteInt32BigEndian(to, 8 + 2 * count);
        BinaryPrimitives.WriteUInt64BigEndian(to[4..], (ulong)count << 48 | (ulong)(count == 0 ? 0 : (ushort)weight) << 32 | (isNegative ? 0x4000UL << 16 : 0) | (uint)scale);
        BinaryPrimitives.WriteUInt64BigEndian(to[12..], digits);
        Length -= 8 - 2 * count;
    }

    /// <summary>Begins a text[] of so many elements, each of which follows as <see cref="Text"/>; gives the position for <see cref="EndArray"/>.</summary>
    public int BeginTextArray(int elements)
    {
        const int textOid = 25;
        var at = Length;
        var to = Take(4 + 20);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], elements == 0 ? 0 : 1);
        BinaryPrimitives.WriteInt32BigEndian(to[8..], 0);
        BinaryPrimitives.WriteInt32BigEndian(to[12..], textOid);
        if (elements == 0)
        {
            Length -= 8;
            return at;
        }

        BinaryPrimitives.WriteInt32BigEndian(to[16..], elements);
        BinaryPrimitives.WriteInt32BigEndian(to[20..], 1);
        return at;
    }

    public void EndArray(int at) => BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), Length - at - 4);

    /// <summary>Appends a row, complete with its field count, from another block.</summary>
    public void Row(ReadOnlySpan<byte> row)
    {
        row.CopyTo(Take(row.Length));
        Rows++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int length)
    {
        if (Length + length > _bytes.Length)
        {
            Grow(length);
        }

        var span = _bytes.AsSpan(Length, length);
        Length += length;
        return span;
    }

    /// <summary>In few steps, and not past what a full chunk takes: a block is filled to its end once a chunk, and each step is copied.</summary>
    private void Grow(int length)
    {
        var wanted = _bytes.Length < Enough ? Math.Min(_bytes.Length * 4, Enough) : _bytes.Length * 2;
        var bytes = GC.AllocateUninitializedArray<byte>(Math.Max(wanted, Length + length));
        _bytes.AsSpan(0, Length).CopyTo(bytes);
        _bytes = bytes;
    }
}
