using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A line of units right below the header: 万元 below 金额, nothing or a dash below the names.</summary>
internal static class UnitRow
{
    private const int LongestUnit = 16;

    /// <summary>The header with the units that the row below it states; null where that row is no line of units, or says otherwise than the header.</summary>
    public static string[]? Join(IReadOnlyList<ColumnSource> columns, string[] headers, string[] below)
    {
        if (Array.Exists(below, c => c.Length > LongestUnit || c.Any(char.IsDigit) && !Measure.IsUnit(MoneyUnit.Parse(c)?.Per ?? Bare(c))))
        {
            return null; // a record has a day or a number
        }

        var joined = headers.ToArray();
        var isStated = false;
        for (var i = 0; i < below.Length; i++)
        {
            var cell = below[i].Trim();
            if (CellText.IsEmpty(Encoding.UTF8.GetBytes(cell)) || columns.FirstOrDefault(c => c.Cells is [var place] && place == i) is not { } column)
            {
                continue;
            }

            if (column.Column.Type == ColumnType.Money && MoneyUnit.In(cell) is { } unit)
            {
                if (HeaderRecognition.TakesStated(column.Column, headers[i]))
                {
                    joined[i] += $"（{unit.Name}）";
                }
                else if (unit.Currency is not null || unit.Factor != column.Factor)
                {
                    return null;
                }

                isStated = true;
            }
            else if (Measure.Of(column.Column) is not null && Measure.IsUnit(Bare(cell)) && Measure.InBrackets(headers[i]) is null)
            {
                joined[i] += $"（{Bare(cell)}）";
            }
        }

        return isStated ? joined : null;
    }

    private static string Bare(string cell) => cell.Trim('(', ')', '（', '）');
}
