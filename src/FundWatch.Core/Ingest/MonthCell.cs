namespace FundWatch.Core.Ingest;

/// <summary>A month: 2025-03, 2025/3, 2025.03, 2025年3月, 202503, or any date in it. Kept as its first day.</summary>
public static class MonthCell
{
    /// <summary>Parses a trimmed, folded cell.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, out DateOnly firstDay)
    {
        if (TakeMonth(cell, out firstDay) == CellIssue.None)
        {
            return CellIssue.None;
        }

        if (DateCell.Parse(cell, out var date) == CellIssue.None)
        {
            firstDay = new DateOnly(date.Year, date.Month, 1);
            return CellIssue.None;
        }

        return WrittenDate.ParseMonth(cell, out firstDay);
    }

    internal static CellIssue TakeMonth(ReadOnlySpan<byte> cell, out DateOnly firstDay)
    {
        var digits = DateCell.CountDigits(cell);
        if (digits == 6 && cell.Length == 6)
        {
            return Issue(DateCell.Make(DateCell.Number(cell, 0, 4), DateCell.Number(cell, 4, 2), 1, out firstDay));
        }

        if (digits == 4 && cell.Length > 4)
        {
            var position = 4 + (cell[4..].StartsWith("年"u8) ? 3 : cell[4] is (byte)'-' or (byte)'/' or (byte)'.' ? 1 : cell.Length);
            if (position < cell.Length && DateCell.TakeOneOrTwo(cell, ref position, out var month)
                && (position == cell.Length || cell[position..].SequenceEqual("月"u8)))
            {
                return Issue(DateCell.Make(DateCell.Number(cell, 0, 4), month, 1, out firstDay));
            }
        }

        firstDay = default;
        return CellIssue.BadMonth;
    }

    private static CellIssue Issue(CellIssue date) => date == CellIssue.None ? CellIssue.None : CellIssue.BadMonth;
}
