using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Arrow;

/// <summary>How the values of a column lie in its buffers.</summary>
internal enum ArrowLayout
{
    /// <summary>Values of one width.</summary>
    Fixed,
    Bits,
    /// <summary>Offsets of 4 bytes, then the texts.</summary>
    Texts,
    /// <summary>Offsets of 8 bytes.</summary>
    LargeTexts,
    /// <summary>Sixteen bytes a text, then any number of buffers that they point into.</summary>
    Views,
    /// <summary>No buffers at all.</summary>
    Nothing,
}

/// <summary>A column of an Arrow schema.</summary>
/// <param name="Type">Of the values, or of the dictionary's where there is one.</param>
/// <param name="Dictionary">Id of the dictionary, or null.</param>
/// <param name="Index">Type of the indices into it.</param>
internal sealed record ArrowField(string Name, ArrowLayout Layout, CellType Type, long? Dictionary, CellType Index)
{
    private static readonly string[] _names =
    [
        "", "null", "int", "float", "binary", "utf8", "bool", "decimal", "date", "time", "timestamp", "interval", "list", "struct", "union", "fixed_size_binary", "fixed_size_list",
        "map", "duration", "large_binary", "large_utf8", "large_list", "run_end_encoded", "binary_view", "string_view", "list_view", "large_list_view",
    ];

    /// <exception cref="FileRefused">A column of a type that no cell can hold.</exception>
    public static IReadOnlyList<ArrowField> ReadSchema(FlatTable schema, string path)
    {
        if (schema.Short(0) != 0)
        {
            throw new FileRefused("unsupported_format", $"{path} 是大端字节序的 Arrow 文件，无法读取。请在普通（小端）机器上重新写出。", $"{path} holds big-endian Arrow data, which is not read. Write it on a little-endian machine.");
        }

        var count = schema.Count(1);
        if (count is 0 or > ColumnarReader.MostColumns)
        {
            throw count == 0 ? new FileDamage(DamageKind.PartMissing, "表结构中没有列", "a schema without columns")
                : new FileDamage(DamageKind.TooLarge, $"表结构有 {count:N0} 列（上限 {ColumnarReader.MostColumns:N0}）", $"a schema of {count:N0} columns (at most {ColumnarReader.MostColumns:N0})");
        }

        return [.. Enumerable.Range(0, count).Select(i => Of(schema.Item(1, i), path))];
    }

    private static ArrowField Of(FlatTable field, string path)
    {
        var name = field.Text(0);
        var kind = field.Byte(2);
        if (kind is 12 or 13 or 14 or 16 or 17 or 21 or 25 or 26)
        {
            throw new FileRefused("nested_column",
                $"{path} 的列“{name}”是嵌套类型（{_names[kind]}），一个单元格放不下。请展开成单独的列（或转成文本）后重新写出。",
                $"Column '{name}' of {path} is nested ({_names[kind]}), which no cell can hold. Flatten it into columns of its own (or write it as text).");
        }

        var (layout, type) = kind == 0 ? default : TypeOf(kind, field.Table(3));
        if (type == default && layout != ArrowLayout.Nothing)
        {
            throw new FileRefused("unsupported_column",
                $"{path} 的列“{name}”是 {(kind < _names.Length ? _names[kind] : $"#{kind}")} 类型，无法作为单元格读取。请转成 utf8、数字或日期后重新写出。",
                $"Column '{name}' of {path} is of type {(kind < _names.Length ? _names[kind] : $"#{kind}")}, which is not read as a cell. Cast it to utf8, a number or a date and write it again.");
        }

        if (!field.Has(4))
        {
            return new ArrowField(name, layout, type, null, default);
        }

        var dictionary = field.Table(4);
        var index = dictionary.Has(1) ? IntegerType(dictionary.Table(1)) : new CellType(ValueKind.Integer, 4);
        return new ArrowField(name, layout, type, dictionary.Long(0), index);
    }

    private static (ArrowLayout, CellType) TypeOf(byte kind, FlatTable type) => kind switch
    {
        1 => (ArrowLayout.Nothing, new CellType(ValueKind.Nothing)),
        2 => (ArrowLayout.Fixed, IntegerType(type)),
        3 => (ArrowLayout.Fixed, type.Short(0) switch { 0 => new CellType(ValueKind.Half, 2), 1 => new CellType(ValueKind.Single, 4), _ => new CellType(ValueKind.Double, 8) }),
        5 => (ArrowLayout.Texts, new CellType(ValueKind.Text)),
        20 => (ArrowLayout.LargeTexts, new CellType(ValueKind.Text)),
        24 => (ArrowLayout.Views, new CellType(ValueKind.Text)),
        6 => (ArrowLayout.Bits, new CellType(ValueKind.Boolean)),
        7 when type.Int(2, 128) is 32 or 64 or 128 or 256 => (ArrowLayout.Fixed, new CellType(ValueKind.Decimal, type.Int(2, 128) / 8, type.Int(1))),
        8 => (ArrowLayout.Fixed, type.Short(0, 1) == 0 ? new CellType(ValueKind.Date, 4) : new CellType(ValueKind.DateMilliseconds, 8)),
        9 when type.Int(1, 32) is 32 or 64 => (ArrowLayout.Fixed, new CellType(ValueKind.Time, type.Int(1, 32) / 8, PerSecond: PerSecond(type.Short(0, 1)))),
        10 => (ArrowLayout.Fixed, new CellType(ValueKind.Timestamp, 8, PerSecond: PerSecond(type.Short(0)), IsInstant: type.Text(1).Length > 0)),
        _ => default,
    };

    private static CellType IntegerType(FlatTable type) => type.Int(0) is 8 or 16 or 32 or 64
        ? new CellType(type.Byte(1) != 0 ? ValueKind.Integer : ValueKind.Unsigned, type.Int(0) / 8) : throw new FileDamage(DamageKind.UnknownEncoding, $"整数占 {type.Int(0)} 位", $"integers of {type.Int(0)} bits");

    private static long PerSecond(short unit) => unit switch { 0 => 1, 1 => 1_000, 2 => 1_000_000, _ => 1_000_000_000 };
}
