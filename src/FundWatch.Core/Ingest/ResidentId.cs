namespace FundWatch.Core.Ingest;

/// <summary>What a resident identity number looks like when it is held against the standard.</summary>
public enum ResidentIdVerdict
{
    Valid,
    /// <summary>Not 17 digits and a digit or X, nor 15 digits.</summary>
    BadForm,
    /// <summary>No province of GB/T 2260 begins so.</summary>
    BadProvince,
    /// <summary>Places 7 to 14 (7 to 12 of the old form) are no day between 1900 and 2100.</summary>
    BadBirthday,
    BadCheck,
    /// <summary>The check character is right, but the county named is younger than the holder. Numbers were also given years after birth: a doubt, no error.</summary>
    CountyYoungerThanHolder,
}

/// <summary>
/// Resident identity number, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2), with a birth date in places 7 to 14. The old form of 15
/// digits has a year of two digits (19..) and no check character.
/// </summary>
public static class ResidentId
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] _weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True where an 18-place number has the right form, province, birth date and check character; lower-case x is accepted.</summary>
    public static bool IsValid(ReadOnlySpan<byte> number) => number.Length == 18 && Judge(number) is ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder;

    /// <summary>Judges a number of either form.</summary>
    public static ResidentIdVerdict Judge(ReadOnlySpan<byte> number)
    {
        var isOld = number.Length == 15;
        if (!isOld && (number.Length != 18 || !(number[17] is (>= (byte)'0' and <= (byte)'9') or (byte)'X' or (byte)'x')) || DateCell.CountDigits(number) < (isOld ? 15 : 17))
        {
            return ResidentIdVerdict.BadForm;
        }

        if (!RegionCell.IsProvince(number))
        {
            return ResidentIdVerdict.BadProvince;
        }

        var (year, day) = isOld ? (1900 + DateCell.Number(number, 6, 2), 8) : (DateCell.Number(number, 6, 4), 10);
        if (DateCell.Make(year, DateCell.Number(number, day, 2), DateCell.Number(number, day + 2, 2), out _) != CellIssue.None)
        {
            return ResidentIdVerdict.BadBirthday;
        }

        if (!isOld && CheckCharacter(number) != (number[17] == 'x' ? 'X' : (char)number[17]))
        {
            return ResidentIdVerdict.BadCheck;
        }

        return Divisions.Find(DateCell.Number(number, 0, 6))?.Since > year ? ResidentIdVerdict.CountyYoungerThanHolder : ResidentIdVerdict.Valid;
    }

    /// <summary>Writes a number of the old form in the new one, so that both are the same person; false where it is none. <paramref name="to"/>: 18 bytes.</summary>
    public static bool TryModernise(ReadOnlySpan<byte> old, Span<byte> to)
    {
        if (old.Length != 15 || Judge(old) is not (ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder))
        {
            return false;
        }

        old[..6].CopyTo(to);
        "19"u8.CopyTo(to[6..]);
        old[6..].CopyTo(to[8..]);
        to[17] = (byte)CheckCharacter(to);
        return true;
    }

    private static char CheckCharacter(ReadOnlySpan<byte> number)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (number[i] - '0') * _weights[i];
        }

        return CheckCharacters[sum % 11];
    }
}
