using System.Buffers.Binary;
using System.Text;

namespace FundWatch.Data.Files.Arrow;

/// <summary>
/// A table of a FlatBuffer, read with every offset checked (an index outside the bytes ends in an exception, never in other memory): Arrow's messages come from outside.
/// </summary>
internal readonly struct FlatTable
{
    private readonly byte[] _bytes;
    private readonly int _at, _fields, _fieldsLength;

    private FlatTable(byte[] bytes, int at)
    {
        (_bytes, _at) = (bytes, at);
        _fields = checked(at - Int(bytes, at));
        _fieldsLength = Short(bytes, _fields);
    }

    public static FlatTable Root(byte[] bytes) => new(bytes, Int(bytes, 0));

    public bool Has(int field) => Place(field) != 0;

    public byte Byte(int field, byte absent = 0) => Place(field) is > 0 and var at ? _bytes[at] : absent;

    public short Short(int field, short absent = 0) => Place(field) is > 0 and var at ? (short)Short(_bytes, at) : absent;

    public int Int(int field, int absent = 0) => Place(field) is > 0 and var at ? Int(_bytes, at) : absent;

    public long Long(int field) => Place(field) is > 0 and var at ? BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at, 8)) : 0;

    public FlatTable Table(int field) => Place(field) is > 0 and var at ? new FlatTable(_bytes, Follow(at)) : throw new FormatException($"field {field} is missing");

    public string Text(int field)
    {
        if (Place(field) is not (> 0 and var at))
        {
            return "";
        }

        var text = Follow(at);
        return Encoding.UTF8.GetString(_bytes.AsSpan(text + 4, Int(_bytes, text)));
    }

    /// <summary>Length of a vector; 0 where it is absent.</summary>
    public int Count(int field) => Place(field) is > 0 and var at && Int(_bytes, Follow(at)) is >= 0 and var count && count <= _bytes.Length ? count : 0;

    public FlatTable Item(int field, int index) => new(_bytes, Follow(checked(Follow(Place(field)) + 4 + index * 4)));

    /// <summary>The numbers of a struct of longs in a vector.</summary>
    public (long First, long Second) Pair(int field, int index)
    {
        var at = checked(Follow(Place(field)) + 4 + index * 16);
        return (BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at, 8)), BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at + 8, 8)));
    }

    /// <summary>A number in a vector of longs.</summary>
    public long LongItem(int field, int index) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(checked(Follow(Place(field)) + 4 + index * 8), 8));

    private int Place(int field) => 4 + field * 2 is var slot && slot + 2 <= _fieldsLength && Short(_bytes, _fields + slot) is > 0 and var offset ? _at + offset : 0;

    private int Follow(int at) => checked(at + Int(_bytes, at));

    private static int Int(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at, 4));

    private static int Short(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at, 2));
}
