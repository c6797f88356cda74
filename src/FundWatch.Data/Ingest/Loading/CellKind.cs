using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>How a column's cells are read and encoded: the contract's type, with text told apart by what it is used for.</summary>
internal enum CellKind { Text, CodeText, List, Date, Timestamp, Money, Decimal, Percent, Count, CreditCode, Region, RegionPrefix, Month, Personal, CodeOrPersonal, CodeOrPersonalList }

internal static class CellKinds
{
    public static CellKind Of(RecordStream stream, Column column) => column.Type switch
    {
        ColumnType.Text when CodeList.Of(column) is not null => CellKind.List,
        ColumnType.Text => IsCode(stream, column) ? CellKind.CodeText : CellKind.Text,
        ColumnType.Date => CellKind.Date,
        ColumnType.Timestamp => CellKind.Timestamp,
        ColumnType.Money => CellKind.Money,
        ColumnType.Decimal => CellKind.Decimal,
        ColumnType.Percent => CellKind.Percent,
        ColumnType.Count => CellKind.Count,
        ColumnType.CreditCode => CellKind.CreditCode,
        ColumnType.Region => column.Note.Contains("prefix", StringComparison.Ordinal) ? CellKind.RegionPrefix : CellKind.Region,
        ColumnType.Month => CellKind.Month,
        ColumnType.Personal => CellKind.Personal,
        ColumnType.CreditCodeOrPersonal => CellKind.CodeOrPersonal,
        ColumnType.CreditCodeOrPersonalList => CellKind.CodeOrPersonalList,
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "Unknown column type."),
    };

    // Numbers and codes are joined on: their full-width and half-width spellings must be one.
    private static bool IsCode(RecordStream stream, Column column) =>
        stream.Key.Contains(column) || column.Name.EndsWith("_id", StringComparison.Ordinal) || column.Name.EndsWith("_no", StringComparison.Ordinal)
        || column.Name.EndsWith("_code", StringComparison.Ordinal);
}
