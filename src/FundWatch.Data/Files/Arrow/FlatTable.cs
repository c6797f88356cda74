using System.Buffers.Binary;
using System.Text;

namespace FundWatch.Data.Files.Arrow;

/// <summary>
/// A table of a FlatBuffer, read with every offset checked: Arrow's messages come from outside, and one that leads outside their bytes is damage.
/// </summary>
internal readonly struct FlatTable
{
    private readonly byte[] _bytes;
    private readonly long _begin;
    private readonly int _at, _fields, _fieldsLength;

    private FlatTable(byte[] bytes, long begin, long at)
    {
        (_bytes, _begin, _at) = (bytes, begin, (int)at);
        var fields = at - IntAt(at);
        _fieldsLength = ShortAt(fields);
        _fields = (int)fields;
    }

    /// <param name="begin">Where the bytes lie in the file, for messages.</param>
    public static FlatTable Root(byte[] bytes, long begin) => bytes.Length >= 4 ? new(bytes, begin, BinaryPrimitives.ReadInt32LittleEndian(bytes)) : throw Outside(begin, 4, bytes.Length);

    public bool Has(int field) => Place(field) != 0;

    public byte Byte(int field, byte absent = 0) => Place(field) is > 0 and var at ? Bytes(at, 1)[0] : absent;

    public short Short(int field, short absent = 0) => Place(field) is > 0 and var at ? (short)ShortAt(at) : absent;

    public int Int(int field, int absent = 0) => Place(field) is > 0 and var at ? IntAt(at) : absent;

    public long Long(int field) => Place(field) is > 0 and var at ? LongAt(at) : 0;

    public FlatTable Table(int field) => Place(field) is > 0 and var at ? new FlatTable(_bytes, _begin, Follow(at))
        : throw new FileDamage(DamageKind.PartMissing, $"元数据（文件第 {_begin:N0} 字节起）缺少第 {field} 项", $"field {field} of the metadata at byte {_begin:N0} is missing");

    public string Text(int field)
    {
        if (Place(field) is not (> 0 and var at))
        {
            return "";
        }

        var text = Follow(at);
        return Encoding.UTF8.GetString(Bytes(text + 4, IntAt(text)));
    }

    /// <summary>Length of a vector; 0 where it is absent.</summary>
    public int Count(int field) => Place(field) is > 0 and var at && IntAt(Follow(at)) is >= 0 and var count && count <= _bytes.Length ? count : 0;

    public FlatTable Item(int field, int index) => new(_bytes, _begin, Follow(Follow(Place(field)) + 4 + index * 4L));

    /// <summary>The numbers of a struct of longs in a vector.</summary>
    public (long First, long Second) Pair(int field, int index)
    {
        var at = Follow(Place(field)) + 4 + index * 16L;
        return (LongAt(at), LongAt(at + 8));
    }

    /// <summary>A number in a vector of longs.</summary>
    public long LongItem(int field, int index) => LongAt(Follow(Place(field)) + 4 + index * 8L);

    private int Place(int field) => 4 + field * 2 is var slot && slot + 2 <= _fieldsLength && ShortAt(_fields + (long)slot) is > 0 and var offset ? _at + offset : 0;

    private long Follow(long at) => at + IntAt(at);

    private int IntAt(long at) => BinaryPrimitives.ReadInt32LittleEndian(Bytes(at, 4));

    private int ShortAt(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(at, 2));

    private long LongAt(long at) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(at, 8));

    private ReadOnlySpan<byte> Bytes(long at, int length) => at >= 0 && length >= 0 && at <= _bytes.Length - (long)length ? _bytes.AsSpan((int)at, length) : throw Outside(_begin + at, length, _bytes.Length);

    private static FileDamage Outside(long at, long length, long size) => new(DamageKind.WrongPlace,
        $"元数据共 {size:N0} 字节，其中指向文件第 {at:N0} 字节起的 {length:N0} 字节", $"metadata of {size:N0} bytes that points at {length:N0} bytes from byte {at:N0} of the file on");
}
