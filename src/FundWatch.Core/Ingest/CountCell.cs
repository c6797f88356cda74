namespace FundWatch.Core.Ingest;

/// <summary>A count of people, meals and the like: a whole number, zero or more; 12.0, 12人 and 十二人 are 12.</summary>
public static class CountCell
{
    /// <summary>Parses a trimmed, folded cell.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, out int count)
    {
        count = 0;
        if (cell.Length > 0 && cell[^1] >= 0x80)
        {
            cell = WithoutMeasure(cell);
        }

        if (cell.Length is > 0 and <= 9 && DateCell.CountDigits(cell) == cell.Length)
        {
            count = DateCell.Number(cell, 0, cell.Length);
            return CellIssue.None;
        }

        var issue = NumberCell.Parse(cell, scale: 2, factor: 1, out var hundredths);
        if (issue is not CellIssue.None)
        {
            return issue is CellIssue.TwoDecimalPoints or CellIssue.TooLarge or CellIssue.BadThousands or CellIssue.DamagedByExcel ? issue : CellIssue.BadCount;
        }

        if (hundredths < 0)
        {
            return CellIssue.NegativeCount;
        }

        if (hundredths % 100 != 0)
        {
            return CellIssue.BadCount;
        }

        if (hundredths / 100 > int.MaxValue)
        {
            return CellIssue.TooLarge;
        }

        count = (int)(hundredths / 100);
        return CellIssue.None;
    }

    // 12人, 12人次, 12名, 3餐
    private static ReadOnlySpan<byte> WithoutMeasure(ReadOnlySpan<byte> cell)
    {
        cell = cell.EndsWith("次"u8) ? cell[..^3] : cell;
        return CellText.Trim(cell.EndsWith("人"u8) || cell.EndsWith("名"u8) || cell.EndsWith("位"u8) || cell.EndsWith("餐"u8) || cell.EndsWith("个"u8) ? cell[..^3] : cell);
    }
}
