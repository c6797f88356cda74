using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A line of units right below the header: 万元 below 金额, nothing or a dash below the names.</summary>
internal static class UnitRow
{
    // What such a line says of other columns.
    private static readonly HashSet<string> _words =
    [
        "年月日", "年", "月", "日", "时", "天", "人", "人次", "个", "户", "次", "份", "张", "件", "批", "项", "%", "％", "kg", "公斤", "千克", "斤", "吨", "亩", "公顷", "平方米", "㎡",
        "元/人", "元/公斤", "元/斤", "文本", "文字", "字符", "数字", "日期", "编号", "名称", "代码",
    ];

    /// <summary>The header with the units that the row below it states; null where that row is no line of units, or says otherwise than the header.</summary>
    public static string[]? Join(IReadOnlyList<ColumnSource> columns, string[] headers, string[] below)
    {
        var joined = headers.ToArray();
        var isStated = false;
        for (var i = 0; i < below.Length; i++)
        {
            var cell = below[i].Trim();
            if (CellText.IsEmpty(Encoding.UTF8.GetBytes(cell)))
            {
                continue;
            }

            var unit = StatedUnit.Of(cell);
            if (columns.FirstOrDefault(c => c.Column.Type == ColumnType.Money && c.Cells is [var place] && place == i) is { } amount && StatedUnit.OrUnknown(cell) is { } stated)
            {
                if (HeaderRecognition.TakesUnit(amount.Column, headers[i]))
                {
                    joined[i] += $"（{stated.Name}）";
                }
                else if (stated.Currency is not null || stated.Factor != amount.Factor)
                {
                    return null;
                }

                isStated = true;
            }
            else if (unit is null && !_words.Contains(cell.Trim('(', ')', '（', '）')))
            {
                return null;
            }
        }

        return isStated ? joined : null;
    }
}
