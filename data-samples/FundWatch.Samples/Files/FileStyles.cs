namespace FundWatch.Samples.Files;

/// <summary>Which office exports how. Every habit that a real folder of exports shows turns up at least once.</summary>
public static class FileStyles
{
    private static readonly FileStyle _plain = new(Container.Csv, TextEncoding.Utf8, HeaderStyle.Chinese, DateStyle.Iso, MoneyStyle.Plain);

    private static readonly FileStyle[] _habits =
    [
        _plain with { Encoding = TextEncoding.Utf8WithBom },
        new(Container.Csv, TextEncoding.Gb18030, HeaderStyle.FullWidth, DateStyle.Chinese, MoneyStyle.Thousands),
        _plain with { Headers = HeaderStyle.Canonical },
        new(Container.Csv, TextEncoding.Gb18030, HeaderStyle.Chinese, DateStyle.Slash, MoneyStyle.Plain),
        new(Container.Csv, TextEncoding.Utf8, HeaderStyle.Spaced, DateStyle.Mixed, MoneyStyle.Plain),
        new(Container.CsvGz, TextEncoding.Utf8, HeaderStyle.Chinese, DateStyle.Compact, MoneyStyle.Thousands),
        new(Container.Csv, TextEncoding.Utf8WithBom, HeaderStyle.FullWidth, DateStyle.Dotted, MoneyStyle.Plain),
    ];

    /// <param name="part">The number of the file within its stream: offices differ.</param>
    /// <param name="large">Spreadsheets are for small registers; a large export comes as text.</param>
    public static FileStyle For(string stream, int part, bool large) => stream switch
    {
        "canteen_payment" => _habits[(part * 2 + 1) % _habits.Length] with { Container = Container.CsvGz },
        "project" when part == 1 && !large => new(Container.Xlsx, TextEncoding.Utf8, HeaderStyle.Chinese, DateStyle.Iso, MoneyStyle.TenThousands),
        "project" => _habits[part % _habits.Length] with { Money = MoneyStyle.TenThousands },
        "subsidy" when part % 2 == 1 => _habits[part % _habits.Length] with { Money = MoneyStyle.TenThousands },
        "reception" when part == 2 && !large => new(Container.Xlsx, TextEncoding.Utf8, HeaderStyle.FullWidth, DateStyle.Iso, MoneyStyle.Plain),
        "organisation" => _habits[1],
        "company" => _habits[3],
        "holiday" or "price_reference" => _habits[2],
        "reception_standard" => _habits[0],
        _ => _habits[(part + stream.Length) % _habits.Length],
    };
}
