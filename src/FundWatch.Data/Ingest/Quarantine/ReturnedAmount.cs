using System.Buffers;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Amounts of a sheet that comes back, read as a load reads them: 3 that a spreadsheet shows as 3.00 is nobody's correction.</summary>
internal static class ReturnedAmount
{
    private const int Scale = 4;

    private static readonly SearchValues<char> _ownUnits = SearchValues.Create("十百千万亿拾佰仟萬億");

    /// <summary>True of a cell that is empty, holds a mark for nothing, or zero. What cannot be read is something.</summary>
    public static bool IsNothing(string cell) => Parse(cell) is { } amount && amount.Issue is CellIssue.Empty or CellIssue.None or CellIssue.Rounded && amount.Value == 0;

    /// <summary>True of one number in another format. Whoever writes 30000 for 3万 has said something.</summary>
    public static bool IsSame(string was, string value) => was.AsSpan().IndexOfAny(_ownUnits) < 0 && Parse(was) is { Issue: CellIssue.None } before && Parse(SafeText.Undo(value)) == before;

    private static (CellIssue Issue, long Value) Parse(string cell)
    {
        var bytes = Encoding.UTF8.GetBytes(cell);
        var trimmed = CellText.Trim(bytes);
        if (CellText.IsEmpty(trimmed))
        {
            return (CellIssue.Empty, 0);
        }

        return (NumberCell.Parse(CellText.Fold(trimmed, new byte[trimmed.Length]), Scale, 1, out var value), value);
    }
}
