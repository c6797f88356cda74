using FundWatch.Core.Records;

namespace FundWatch.Samples.Files;

/// <summary>Column headers as offices write them.</summary>
public static class Headers
{
    /// <summary>The money columns that offices report in 万元.</summary>
    private static readonly HashSet<string> _large =
    [
        "budget_amount", "control_price", "award_amount", "contract_amount", "settlement_submitted", "settlement_audited",
        "bid_amount", "registered_capital", "applied_amount", "approved_amount", "disbursed_amount",
    ];

    public static bool InTenThousands(Column column, FileStyle style) =>
        style.Money == MoneyStyle.TenThousands && column.Type == ColumnType.Money && _large.Contains(column.Name);

    public static string Of(Column column, int position, FileStyle style)
    {
        if (InTenThousands(column, style))
        {
            var bare = WithoutUnit(column.ChineseHeader);
            return style.Headers == HeaderStyle.FullWidth ? bare + "（万元）" : bare + "(万元)";
        }

        return style.Headers switch
        {
            HeaderStyle.Canonical => column.Name,
            HeaderStyle.FullWidth when position % 3 == 0 => WithoutUnit(column.ChineseHeader),
            HeaderStyle.FullWidth => column.ChineseHeader.Replace('(', '（').Replace(')', '）'),
            HeaderStyle.Spaced => (position % 4) switch
            {
                0 => column.ChineseHeader + " ",
                1 => column.ChineseHeader.Insert(2, " "),
                2 => "\u3000" + column.ChineseHeader,
                _ => column.ChineseHeader,
            },
            _ => column.ChineseHeader,
        };
    }

    private static string WithoutUnit(string header)
    {
        var bracket = header.IndexOf('(', StringComparison.Ordinal);
        return bracket < 0 ? header : header[..bracket];
    }
}
