namespace FundWatch.Core.Ingest;

/// <summary>Resident identity number, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2), with a birth date in places 7 to 14.</summary>
public static class ResidentId
{
    private static readonly int[] _weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True where form, province, birth date and check character are right; lower-case x is accepted.</summary>
    public static bool IsValid(ReadOnlySpan<byte> number)
    {
        if (number.Length != 18 || DateCell.CountDigits(number) < 17 || !RegionCell.IsProvince(number)
            || DateCell.Make(DateCell.Number(number, 6, 4), DateCell.Number(number, 10, 2), DateCell.Number(number, 12, 2), out _) != CellIssue.None)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (number[i] - '0') * _weights[i];
        }

        return "10X98765432"[sum % 11] == (number[17] == 'x' ? 'X' : (char)number[17]);
    }
}
