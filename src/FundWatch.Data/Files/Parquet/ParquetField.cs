using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Parquet;

/// <summary>A column of the schema and what its values mean.</summary>
internal sealed record ParquetField(string Name, CellType Type, bool IsOptional)
{
    private const int Boolean = 0, Int32 = 1, Int64 = 2, Int96 = 3, Float = 4, Double = 5, Bytes = 6, FixedBytes = 7;

    /// <exception cref="FileRefused">A column holds lists or structures, or bytes that are no text.</exception>
    public static IReadOnlyList<ParquetField> Read(IReadOnlyList<SchemaElement> schema, string path)
    {
        if (schema.Count < 2 || schema[0].Children != schema.Count - 1 || schema.Count - 1 > ColumnarReader.MostColumns)
        {
            var nested = schema.Skip(1).FirstOrDefault(e => e.Children > 0);
            throw nested is not null ? Nested(nested.Name, path)
                : schema.Count - 1 > ColumnarReader.MostColumns ? new FileDamage(DamageKind.TooLarge, $"表结构有 {schema.Count - 1:N0} 列（上限 {ColumnarReader.MostColumns:N0}）", $"a schema of {schema.Count - 1:N0} columns (at most {ColumnarReader.MostColumns:N0})")
                : schema.Count == 0 ? new FileDamage(DamageKind.PartMissing, "没有表结构", "there is no schema")
                : schema is [{ Children: 0 }] ? new FileDamage(DamageKind.PartMissing, "表结构中没有列", "a schema without columns")
                : new FileDamage(DamageKind.CountsDiffer, $"表结构声明 {schema[0].Children:N0} 列，列出 {schema.Count - 1:N0} 列", $"the schema speaks of {schema[0].Children:N0} columns and lists {schema.Count - 1:N0}");
        }

        return [.. schema.Skip(1).Select(e => Of(e, path))];
    }

    private static ParquetField Of(SchemaElement e, string path)
    {
        if (e.Children > 0 || e.Repetition == 2)
        {
            throw Nested(e.Name, path);
        }

        return TypeOf(e) is { } type ? new ParquetField(e.Name, type, e.Repetition == 1)
            : throw new FileRefused("unsupported_column",
                $"{path} 的列“{e.Name}”是二进制或区间类型（Parquet 类型 {e.Physical}/{e.Logical}），不是文本、数字或日期。请去掉该列，或转成文本后重新写出。",
                $"Column '{e.Name}' of {path} holds binary values or intervals (Parquet type {e.Physical}/{e.Logical}), not text, numbers or dates. Leave it out or write it as text.");
    }

    // By the logical type where there is one, else by the older converted type.
    private static CellType? TypeOf(SchemaElement e)
    {
        var perSecond = e.Unit switch { 1 => 1_000L, 2 => 1_000_000, _ => 1_000_000_000 };
        return (e.Physical, e.Logical, e.Converted) switch
        {
            (Boolean, _, _) => new CellType(ValueKind.Boolean),
            (Int32 or Int64, 5, _) or (Int32 or Int64, -1, 5) => new CellType(ValueKind.Decimal, Width(e), e.Scale),
            (Int32, 6, _) or (Int32, -1, 6) => new CellType(ValueKind.Date, 4),
            (Int32 or Int64, 7, _) => new CellType(ValueKind.Time, Width(e), PerSecond: perSecond),
            (Int32, -1, 7) => new CellType(ValueKind.Time, 4, PerSecond: 1_000),
            (Int64, -1, 8) => new CellType(ValueKind.Time, 8, PerSecond: 1_000_000),
            (Int64, 8, _) => new CellType(ValueKind.Timestamp, 8, PerSecond: perSecond, IsInstant: e.IsUtc),
            (Int64, -1, 9 or 10) => new CellType(ValueKind.Timestamp, 8, PerSecond: e.Converted == 9 ? 1_000 : 1_000_000, IsInstant: true),
            (Int32 or Int64, _, _) => new CellType(e.IsUnsigned || e.Converted is >= 11 and <= 14 ? ValueKind.Unsigned : ValueKind.Integer, Width(e)),
            (Int96, _, _) => new CellType(ValueKind.JulianTimestamp, 12),
            (Float, _, _) => new CellType(ValueKind.Single, 4),
            (Double, _, _) => new CellType(ValueKind.Double, 8),
            (Bytes, 5, _) or (Bytes, -1, 5) => new CellType(ValueKind.Decimal, 0, e.Scale, IsBigEndian: true),
            (FixedBytes, 5, _) or (FixedBytes, -1, 5) when e.Length is > 0 and <= 64 => new CellType(ValueKind.Decimal, e.Length, e.Scale, IsBigEndian: true),
            (FixedBytes, 15, _) when e.Length == 2 => new CellType(ValueKind.Half, 2),
            // 1 text, 4 enumeration, 12 JSON; older writers say nothing of a text.
            (Bytes, -1 or 1 or 4 or 12, not 20) => new CellType(ValueKind.Text),
            _ => null,
        };
    }

    private static int Width(SchemaElement e) => e.Physical == Int32 ? 4 : 8;

    private static FileRefused Nested(string column, string path) => new("nested_column",
        $"{path} 的列“{column}”是列表或嵌套结构，一个单元格放不下。请展开成单独的列（或转成文本）后重新写出。",
        $"Column '{column}' of {path} holds lists or nested structures, which no cell can hold. Flatten it into columns of its own (or write it as text).");
}
