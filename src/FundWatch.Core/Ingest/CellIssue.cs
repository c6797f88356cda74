namespace FundWatch.Core.Ingest;

/// <summary>What is the matter with a cell or a row. Its stable code and its words are in <see cref="CellIssues"/>.</summary>
public enum CellIssue : byte
{
    None,
    /// <summary>Nothing there: fine in an optional column, <see cref="MissingValue"/> in a required one.</summary>
    Empty,

    // Refusals: the row goes to quarantine.
    MissingValue,
    BadDate,
    BadTimestamp,
    BadMonth,
    TwoDigitYear,
    MonthWithoutDay,
    SerialOrMonth,
    BadNumber,
    TwoDecimalPoints,
    BadThousands,
    TooLarge,
    OtherUnit,
    BadCount,
    NegativeCount,
    PercentRange,
    BadRegion,
    UnknownCode,
    BadEncoding,
    DamagedByExcel,
    ExcelError,
    FormulaWithoutValue,
    ColumnTooNarrow,
    TextTooLong,
    RowWidth,
    OtherTable,
    OtherMoneyUnit,
    TotalsRow,
    UnclosedQuote,
    BadJson,
    RepeatedName,
    UnknownField,
    NestedValue,
    OtherCurrency,
    RecordWithoutRelease,
    DuplicateKey,
    LoadedSince,

    // Warnings: the row loads and keeps the code in `warnings`.
    Rounded,
    BadCreditCode,
    UnknownRegion,
    UnlistedCode,
    LostDigits,
    BadResidentId,
    RegionMapped,
    RegionAbolished,
    ResidentIdAsCode,
    PersonalNumberInText,
}
