namespace FundWatch.Core.Records;

/// <summary>What a column of the data contract holds; decides how a cell is parsed and how it is stored.</summary>
public enum ColumnType
{
    /// <summary>Text as given, trimmed.</summary>
    Text,
    Date,
    /// <summary>Stored with time zone; +08:00 where the cell gives none.</summary>
    Timestamp,
    /// <summary>Yuan, two decimals.</summary>
    Money,
    Decimal,
    /// <summary>0 to 100.</summary>
    Percent,
    /// <summary>A count: zero or more.</summary>
    Count,
    /// <summary>Unified social credit code, GB 32100-2015. A bad check digit is a warning, not a refusal.</summary>
    CreditCode,
    /// <summary>Division code, GB/T 2260, six digits (or a prefix of 2 or 4 where the contract allows it).</summary>
    Region,
    /// <summary>A month, stored as its first day.</summary>
    Month,
    /// <summary>Personal data: stored as a token.</summary>
    Personal,
    /// <summary>A credit code, kept clear, or a person, stored as a token.</summary>
    CreditCodeOrPersonal,
    /// <summary>Several of the above, separated by ';' or '；' or '、'.</summary>
    CreditCodeOrPersonalList,
}
