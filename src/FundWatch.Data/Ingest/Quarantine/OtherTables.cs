using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Reasons of rows that their file's layout would read wrongly: amounts in another unit or currency, cells below other headers.</summary>
internal static class OtherTables
{
    private static readonly string _otherCurrency = CellIssues.Code(CellIssue.OtherCurrency);

    public static readonly string OtherHeader = CellIssues.Code(CellIssue.OtherTable);

    /// <summary>Amounts of which some may be in the file's currency, and right as they are.</summary>
    public static readonly string SeveralCurrencies = CellIssues.Code(CellIssue.SeveralCurrencies);

    /// <summary>3 (万元) would be three yuan.</summary>
    public static readonly IReadOnlyList<string> OtherMoney = [CellIssues.Code(CellIssue.OtherMoneyUnit), _otherCurrency, SeveralCurrencies];

    public static readonly IReadOnlyList<string> Codes = [.. OtherMoney, OtherHeader];

    /// <summary>Of these, what no mapping can mend: it converts no currency, and knows the headers of the file's first table alone.</summary>
    public static readonly IReadOnlyList<string> NotByMapping = [_otherCurrency, SeveralCurrencies, OtherHeader];
}
