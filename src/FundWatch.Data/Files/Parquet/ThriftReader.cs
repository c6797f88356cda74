using System.Text;

namespace FundWatch.Data.Files.Parquet;

/// <summary>
/// Thrift's compact protocol over bytes, as far as Parquet's metadata needs it. Every length is checked: whatever the bytes say, it ends with a value or
/// a <see cref="FileDamage"/>; <see cref="EndOfStreamException"/> where more bytes might help.
/// </summary>
/// <param name="at">Where the bytes lie in the file, for messages.</param>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes, long at)
{
    public const byte True = 1, False = 2, Byte = 3, I16 = 4, I32 = 5, I64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12;
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _at = at;

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
        _ => throw Unexpected(type, "数字", "a number"),
    };

    public int Int(byte type)
    {
        var number = Number(type);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Wrong(DamageKind.WrongStructure, $"数字 {number} 超出范围", $"the number {number} is out of range");
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
            throw Wrong(DamageKind.TooDeep, $"元数据嵌套超过 {Deepest} 层", $"metadata of more than {Deepest} levels");
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
                throw Wrong(DamageKind.UnknownEncoding, $"没有编号为 {type} 的元数据类型", $"metadata has no type {type}");
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

    /// <summary>A field holds another type than the format gives it.</summary>
    public readonly FileDamage Unexpected(byte found, string zh, string en) => Wrong(DamageKind.WrongStructure, $"应为{zh}，实为类型 {found}", $"{en} was expected, type {found} found");

    /// <summary>Says where.</summary>
    public readonly FileDamage Wrong(DamageKind kind, string zh, string en, Exception? cause = null) => new(kind, $"{zh}（文件第 {_at + Position:N0} 字节附近）", $"{en} (near byte {_at + Position:N0} of the file)", cause);

    public static FileDamage Endless() => new(DamageKind.WrongStructure, "有一个数字没有结尾", "a number that does not end");

    private readonly void Expect(byte found, byte expected)
    {
        if (found != expected)
        {
            throw Unexpected(found, $"类型 {expected}", $"type {expected}");
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
        return length <= int.MaxValue ? (int)length : throw Wrong(DamageKind.WrongPlace, $"长度写的是 {length:N0}", $"a length of {length:N0}");
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

        throw Endless();
    }

    private long ZigZag()
    {
        var value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
