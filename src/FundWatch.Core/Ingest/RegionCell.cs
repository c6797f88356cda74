namespace FundWatch.Core.Ingest;

/// <summary>
/// Division code, GB/T 2260: six digits. Town and village codes of 9 or 12 digits are cut to their county. A code that was abolished becomes its
/// successor where there is exactly one (<see cref="CellIssue.RegionMapped"/>); where its area was divided it stays as it is.
/// </summary>
public static class RegionCell
{
    private static readonly bool[] _provinces = MakeProvinces();

    /// <summary>Parses a trimmed, folded cell.</summary>
    /// <param name="allowPrefix">True where the contract allows a prefix: 2 digits for a province, 4 for a city.</param>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, bool allowPrefix, out ReadOnlySpan<byte> code)
    {
        code = cell;
        if (cell.EndsWith(".0"u8))
        {
            code = cell[..^2]; // a number column saved by a spreadsheet library
        }

        if (DateCell.CountDigits(code) != code.Length)
        {
            return ExcelDamage.IsScientific(cell) ? CellIssue.DamagedByExcel : CellIssue.BadRegion;
        }

        switch (code.Length)
        {
            case 6: break;
            case 9 or 12: code = code[..6]; break;
            case 2 or 4 when allowPrefix: break;
            default: return CellIssue.BadRegion;
        }

        return !IsProvince(code) ? CellIssue.UnknownRegion : code.Length == 6 ? InForce(ref code) : CellIssue.None;
    }

    private static CellIssue InForce(ref ReadOnlySpan<byte> code)
    {
        if (Divisions.Find(DateCell.Number(code, 0, 6)) is not { Until: not null } ended)
        {
            return CellIssue.None;
        }

        if (ended.Successor is null)
        {
            return CellIssue.RegionAbolished;
        }

        code = ended.SuccessorText;
        return CellIssue.RegionMapped;
    }

    /// <summary>True for one to six digits that a code may begin with; 000000 is abroad.</summary>
    public static bool MayBegin(ReadOnlySpan<char> code) => code.Length is >= 1 and <= 6 && !code.ContainsAnyExceptInRange('0', '9')
        && (code.Trim('0').Length == 0 || (code.Length == 1 ? code[0] is >= '1' and <= '8' : _provinces[((code[0] - '0') * 10) + code[1] - '0']));

    internal static bool IsProvince(ReadOnlySpan<byte> code) => DateCell.CountDigits(code) >= 2 && _provinces[DateCell.Number(code, 0, 2)];

    private static bool[] MakeProvinces()
    {
        var known = new bool[100];
        foreach (var (first, last) in new[] { (11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83) })
        {
            for (var i = first; i <= last; i++)
            {
                known[i] = true;
            }
        }

        return known;
    }
}
