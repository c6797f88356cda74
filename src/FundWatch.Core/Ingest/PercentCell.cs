namespace FundWatch.Core.Ingest;

/// <summary>A share from 0 to 100: 45, 45.5, 45%, 百分之45. A fraction such as 0.45 is 0.45 %: the contract's column is in percent.</summary>
public static class PercentCell
{
    /// <summary>Parses a trimmed, folded cell into ten-thousandths of a percent point.</summary>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, out long scaled)
    {
        cell = cell.EndsWith("%"u8) ? CellText.Trim(cell[..^1]) : cell.StartsWith("百分之"u8) ? cell["百分之"u8.Length..] : cell;
        var issue = NumberCell.Parse(cell, scale: 4, factor: 1, out scaled);
        return CellIssues.IsRefusal(issue) ? issue : scaled is < 0 or > 1_000_000 ? CellIssue.PercentRange : issue;
    }
}
