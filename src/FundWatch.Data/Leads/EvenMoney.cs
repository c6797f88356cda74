using FundWatch.Core.Records;

namespace FundWatch.Data.Leads;

/// <summary>Amounts of one column, in rows that are read together: all with fen, or none where all are whole. 1,000 above 35.5 and 0.25 is added up wrongly.</summary>
internal static class EvenMoney
{
    /// <summary>Changes the cells where they stand.</summary>
    public static void Align(RecordStream stream, IReadOnlyList<IList<EvidenceCell>> rows)
    {
        foreach (var column in stream.Columns.Where(c => c.Type == ColumnType.Money))
        {
            if (rows.Any(r => r.Any(c => c.Column == column.Name && c.Value.Contains('.'))))
            {
                foreach (var row in rows)
                {
                    for (var i = 0; i < row.Count; i++)
                    {
                        row[i] = row[i].Column == column.Name ? row[i] with { Value = WithFen(row[i].Value) } : row[i];
                    }
                }
            }
        }
    }

    /// <summary>Writes the code of a currency behind each amount of a row, and in place of 元 in a header; yuan go without.</summary>
    public static void SayCurrency(RecordStream stream, IList<EvidenceCell> row, string? currency)
    {
        var money = stream.Columns.Where(c => c.Type == ColumnType.Money).Select(c => c.Name).ToHashSet();
        for (var i = 0; currency is not null && i < row.Count; i++)
        {
            row[i] = money.Contains(row[i].Column) ? row[i] with { Value = $"{row[i].Value} {currency}", Zh = row[i].Zh.Replace("元", currency, StringComparison.Ordinal) } : row[i];
        }
    }

    // The store keeps two decimals; 35.50 was written 35.5.
    private static string WithFen(string value) => value.IndexOf('.') is >= 0 and var point ? value.PadRight(point + 3, '0') : value + ".00";
}
