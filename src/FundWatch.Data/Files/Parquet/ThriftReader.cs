using System.Text;

namespace FundWatch.Data.Files.Parquet;

/// <summary>
/// Thrift's compact protocol over bytes, as far as Parquet's metadata needs it. Every length is checked: whatever the bytes say, it ends with a value or
/// a <see cref="FormatException"/>; <see cref="EndOfStreamException"/> where more bytes might help.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    public const byte True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    /// <summary>The next field of a struct; false at its end. <paramref name="id"/> holds the id of the field before.</summary>
    public bool Field(ref short id, out byte type)
    {
        var head = Next();
        type = (byte)(head & 0x0F);
        if (type == 0)
        {
            return false;
        }

        id = head >> 4 == 0 ? (short)ZigZag() : (short)(id + (head >> 4));
        return true;
    }

    /// <summary>A number of any width, or a boolean that is a field.</summary>
    public long Number(byte type) => type switch
    {
        True => 1,
        False => 0,
        Byte => (sbyte)Next(),
        I16 or I32 or I64 => ZigZag(),
        _ => throw new FormatException($"a number was expected, type {type} found"),
    };

    public int Int(byte type)
    {
        var number = Number(type);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new FormatException($"a number out of range: {number}");
    }

    public string Text(byte type)
    {
        Expect(type, Binary);
        return Encoding.UTF8.GetString(Take(Length()));
    }

    /// <summary>Head of a list: its elements follow.</summary>
    public int ListOf(byte type, out byte element)
    {
        Expect(type, List);
        var head = Next();
        element = (byte)(head & 0x0F);
        var count = head >> 4 == 15 ? Length() : head >> 4;
        // No element is shorter than a byte: a count beyond what is left is damage, not a reason to allocate.
        return count <= _bytes.Length - Position ? count : throw new EndOfStreamException();
    }

    public void Skip(byte type, int depth = 0)
    {
        if (depth > Deepest)
        {
            throw new FormatException("the metadata is nested too deep");
        }

        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Next();
                break;
            case I16 or I32 or I64:
                ZigZag();
                break;
            case Double:
                Take(8);
                break;
            case Binary:
                Take(Length());
                break;
            case List or Set:
                var count = ListOf(List, out var element);
                for (var i = 0; i < count; i++)
                {
                    SkipElement(element, depth);
                }

                break;
            case Map:
                SkipMap(depth);
                break;
            case Struct:
                short id = 0;
                while (Field(ref id, out var field))
                {
                    Skip(field, depth + 1);
                }

                break;
            default:
                throw new FormatException($"there is no type {type}");
        }
    }

    private void SkipMap(int depth)
    {
        var count = Length();
        if (count == 0)
        {
            return;
        }

        var types = Next();
        for (var i = 0; i < count; i++)
        {
            SkipElement((byte)(types >> 4), depth);
            SkipElement((byte)(types & 0x0F), depth);
        }
    }

    // In a list a boolean is a byte of its own.
    private void SkipElement(byte type, int depth) => Skip(type is True or False ? Byte : type, depth + 1);

    private static void Expect(byte found, byte expected)
    {
        if (found != expected)
        {
            throw new FormatException($"type {expected} was expected, {found} found");
        }
    }

    private byte Next() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position)
        {
            throw new EndOfStreamException();
        }

        Position += length;
        return _bytes.Slice(Position - length, length);
    }

    private int Length()
    {
        var length = VarInt();
        return length <= int.MaxValue ? (int)length : throw new FormatException($"a length of {length}");
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Next();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number that does not end");
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
