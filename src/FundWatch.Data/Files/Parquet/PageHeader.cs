namespace FundWatch.Data.Files.Parquet;

/// <summary>What stands before each page.</summary>
/// <param name="Type">0 data, 1 index, 2 dictionary, 3 data of the second version.</param>
/// <param name="LevelsLength">Bytes of definition levels before the values, which the second version never packs; -1 for the first version.</param>
internal readonly record struct PageHeader(int Type, int Unpacked, int Packed, int Values, int Encoding, int LevelEncoding, int LevelsLength, bool IsPacked)
{
    /// <param name="at">Where it lies in the file, for messages.</param>
    public static PageHeader Read(ReadOnlySpan<byte> bytes, long at, out int length)
    {
        var thrift = new ThriftReader(bytes, at);
        var header = new PageHeader(-1, 0, 0, 0, 0, 3, -1, true);
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            switch (id)
            {
                case 1: header = header with { Type = thrift.Int(type) }; break;
                case 2: header = header with { Unpacked = thrift.Int(type) }; break;
                case 3: header = header with { Packed = thrift.Int(type) }; break;
                case 5 or 7 or 8 when type == ThriftReader.Struct: header = ReadInner(ref thrift, header, id); break;
                default: thrift.Skip(type); break;
            }
        }

        length = thrift.Position;
        return header.Unpacked >= 0 && header.Packed >= 0 && header.Values >= 0 ? header : throw new FileDamage(DamageKind.WrongPlace, $"页的大小为负：{header.Packed:N0}、{header.Unpacked:N0} 字节，{header.Values:N0} 个值", $"a page of negative size: {header.Packed:N0} and {header.Unpacked:N0} bytes, {header.Values:N0} values");
    }

    private static PageHeader ReadInner(ref ThriftReader thrift, PageHeader header, short kind)
    {
        short id = 0;
        var levels = kind == 8 ? 0 : -1;
        while (thrift.Field(ref id, out var type))
        {
            switch (kind, id)
            {
                case (_, 1): header = header with { Values = thrift.Int(type) }; break;
                case (5 or 7, 2) or (8, 4): header = header with { Encoding = thrift.Int(type) }; break;
                case (5, 3): header = header with { LevelEncoding = thrift.Int(type) }; break;
                case (8, 5): levels = thrift.Int(type); break;
                case (8, 7): header = header with { IsPacked = thrift.Number(type) != 0 }; break;
                default: thrift.Skip(type); break;
            }
        }

        return header with { LevelsLength = levels };
    }
}
