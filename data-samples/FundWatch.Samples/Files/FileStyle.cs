namespace FundWatch.Samples.Files;

public enum Container
{
    Csv,
    CsvGz,
    Xlsx,
}

public enum TextEncoding
{
    Utf8,
    Utf8WithBom,
    Gb18030,
}

public enum HeaderStyle
{
    /// <summary>The Chinese headers of the contract, to the letter.</summary>
    Chinese,
    Canonical,
    /// <summary>Full-width brackets, and now and then the unit suffix left out.</summary>
    FullWidth,
    /// <summary>Stray spaces in and around the headers.</summary>
    Spaced,
}

public enum DateStyle
{
    Iso,
    Slash,
    Chinese,
    Compact,
    Dotted,
    /// <summary>Every style in one file, as when several people keyed it.</summary>
    Mixed,
}

public enum MoneyStyle
{
    Plain,
    Thousands,
    /// <summary>Large amounts in 万元, said so in the header.</summary>
    TenThousands,
}

/// <summary>How one exported file looks.</summary>
public sealed record FileStyle(Container Container, TextEncoding Encoding, HeaderStyle Headers, DateStyle Dates, MoneyStyle Money)
{
    public string Extension => Container switch
    {
        Container.Xlsx => ".xlsx",
        Container.CsvGz => ".csv.gz",
        _ => ".csv",
    };
}
