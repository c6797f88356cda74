namespace FundWatch.Data.Files.Parquet;

/// <summary>Parquet's footer: the schema as a flat list, and where the column chunks of each row group lie.</summary>
internal sealed record ParquetMetadata(IReadOnlyList<SchemaElement> Schema, IReadOnlyList<RowGroup> Groups)
{
    /// <param name="at">Where the footer lies in the file, for messages.</param>
    /// <exception cref="FileDamage">What is wrong and where.</exception>
    public static ParquetMetadata Read(ReadOnlySpan<byte> footer, long at)
    {
        var thrift = new ThriftReader(footer, at);
        try
        {
            return Read(ref thrift);
        }
        catch (EndOfStreamException e) // all of the footer is there: what it says of itself leads beyond it
        {
            throw thrift.Wrong(DamageKind.WrongPlace, "元数据中的长度超出了元数据本身", "a length in the metadata leads beyond it", e);
        }
    }

    private static ParquetMetadata Read(ref ThriftReader thrift)
    {
        var schema = new List<SchemaElement>();
        var groups = new List<RowGroup>();
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            if (id == 2)
            {
                for (var left = thrift.ListOf(type, out _); left > 0; left--)
                {
                    schema.Add(SchemaElement.Read(ref thrift));
                }
            }
            else if (id == 4)
            {
                for (var left = thrift.ListOf(type, out _); left > 0; left--)
                {
                    groups.Add(RowGroup.Read(ref thrift));
                }
            }
            else
            {
                thrift.Skip(type);
            }
        }

        return new ParquetMetadata(schema, groups);
    }
}

/// <param name="Physical">Parquet's Type; null for a group.</param>
/// <param name="Repetition">0 required, 1 optional, 2 repeated.</param>
/// <param name="Converted">Parquet's ConvertedType, or -1.</param>
/// <param name="Logical">Field of the LogicalType union, or -1.</param>
/// <param name="Unit">Of a logical time: 1 milliseconds, 2 microseconds, 3 nanoseconds.</param>
internal sealed record SchemaElement(string Name, int? Physical, int Length, int Repetition, int Children, int Converted, int Scale, int Logical, bool IsUtc, int Unit, bool IsUnsigned)
{
    public static SchemaElement Read(ref ThriftReader thrift)
    {
        var e = new SchemaElement("", null, 0, 0, 0, -1, 0, -1, false, 0, false);
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            switch (id)
            {
                case 1: e = e with { Physical = thrift.Int(type) }; break;
                case 2: e = e with { Length = thrift.Int(type) }; break;
                case 3: e = e with { Repetition = thrift.Int(type) }; break;
                case 4: e = e with { Name = thrift.Text(type) }; break;
                case 5: e = e with { Children = thrift.Int(type) }; break;
                case 6: e = e with { Converted = thrift.Int(type) }; break;
                case 7: e = e with { Scale = thrift.Int(type) }; break;
                case 10: e = ReadLogical(ref thrift, e); break;
                default: thrift.Skip(type); break;
            }
        }

        return e;
    }

    // LogicalType: a union of structs. Of their fields only those of decimals (1 scale), times (1 isAdjustedToUTC, 2 unit) and integers (2 isSigned) matter.
    private static SchemaElement ReadLogical(ref ThriftReader thrift, SchemaElement e)
    {
        short id = 0;
        while (thrift.Field(ref id, out var outer))
        {
            e = e with { Logical = id };
            if (outer != ThriftReader.Struct)
            {
                throw thrift.Unexpected(outer, "逻辑类型的结构", "the struct of a logical type");
            }

            short inner = 0;
            while (thrift.Field(ref inner, out var type))
            {
                switch (id, inner)
                {
                    case (5, 1): e = e with { Scale = thrift.Int(type) }; break;
                    case (7 or 8, 1): e = e with { IsUtc = thrift.Number(type) != 0 }; break;
                    case (7 or 8, 2): e = e with { Unit = ReadUnit(ref thrift, type) }; break;
                    case (10, 2): e = e with { IsUnsigned = thrift.Number(type) == 0 }; break;
                    default: thrift.Skip(type); break;
                }
            }
        }

        return e;
    }

    private static int ReadUnit(ref ThriftReader thrift, byte type)
    {
        if (type != ThriftReader.Struct)
        {
            throw thrift.Unexpected(type, "时间单位的结构", "the struct of a unit of time");
        }

        short id = 0, unit = 0;
        while (thrift.Field(ref id, out var field))
        {
            unit = id;
            thrift.Skip(field);
        }

        return unit;
    }
}

internal sealed record RowGroup(IReadOnlyList<ColumnChunk> Columns, long Rows)
{
    public static RowGroup Read(ref ThriftReader thrift)
    {
        var columns = new List<ColumnChunk>();
        long rows = 0;
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            if (id == 1)
            {
                for (var left = thrift.ListOf(type, out _); left > 0; left--)
                {
                    columns.Add(ColumnChunk.Read(ref thrift));
                }
            }
            else if (id == 3)
            {
                rows = thrift.Number(type);
            }
            else
            {
                thrift.Skip(type);
            }
        }

        return new RowGroup(columns, rows);
    }
}

/// <param name="Start">Where its first page begins in the file.</param>
/// <param name="Length">Bytes of all its pages.</param>
internal sealed record ColumnChunk(int Codec, long Values, long Start, long Length, bool IsEncrypted, bool IsElsewhere)
{
    public static ColumnChunk Read(ref ThriftReader thrift)
    {
        var chunk = new ColumnChunk(0, 0, 0, 0, false, false);
        var hasMetadata = false;
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            switch (id)
            {
                case 1:
                    chunk = chunk with { IsElsewhere = thrift.Text(type).Length > 0 };
                    break;
                case 3 when type == ThriftReader.Struct:
                    chunk = ReadMetadata(ref thrift, chunk);
                    hasMetadata = true;
                    break;
                case 8 or 9:
                    chunk = chunk with { IsEncrypted = true };
                    thrift.Skip(type);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }

        return hasMetadata || chunk.IsEncrypted ? chunk : throw thrift.Wrong(DamageKind.PartMissing, "有一列没有元数据", "a column without metadata");
    }

    private static ColumnChunk ReadMetadata(ref ThriftReader thrift, ColumnChunk chunk)
    {
        long data = 0, dictionary = 0;
        short id = 0;
        while (thrift.Field(ref id, out var type))
        {
            switch (id)
            {
                case 4: chunk = chunk with { Codec = thrift.Int(type) }; break;
                case 5: chunk = chunk with { Values = thrift.Number(type) }; break;
                case 7: chunk = chunk with { Length = thrift.Number(type) }; break;
                case 9: data = thrift.Number(type); break;
                case 11: dictionary = thrift.Number(type); break;
                default: thrift.Skip(type); break;
            }
        }

        return chunk with { Start = dictionary > 0 && dictionary < data ? dictionary : data };
    }
}
