namespace FundWatch.Core.Ingest;

/// <summary>What a resident identity number looks like when it is held against the standard.</summary>
public enum ResidentIdVerdict
{
    Valid,
    /// <summary>Not 17 digits and a digit or X, nor 15 digits.</summary>
    BadForm,
    /// <summary>No province of GB/T 2260 begins so, or the place is one that a municipality does not have.</summary>
    BadProvince,
    /// <summary>Places 7 to 14 (7 to 12 of the old form) are no day between 1900 and 2100.</summary>
    BadBirthday,
    BadCheck,
    /// <summary>The check character is right, but the county named is younger than the holder. Numbers were also given years after birth: a doubt, no error.</summary>
    CountyYoungerThanHolder,
}

/// <summary>
/// Resident identity number, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2), with a birth date in places 7 to 14. The old form of 15
/// digits has a year of two digits (19..) and no check character. Foreigners with permanent residence have the same form: a 9, the province that gave the
/// number, three digits of their country.
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

        if (!HasPlace(number) && (isOld || !IsForeigners(number)))
        {
            return ResidentIdVerdict.BadProvince;
        }

        var year = BirthYear(number);
        if (year == 0)
        {
            return ResidentIdVerdict.BadBirthday;
        }

        if (!isOld && CheckCharacter(number) != (number[17] == 'x' ? 'X' : (char)number[17]))
        {
            return ResidentIdVerdict.BadCheck;
        }

        return Divisions.Find(DateCell.Number(number, 0, 6))?.Since > year ? ResidentIdVerdict.CountyYoungerThanHolder : ResidentIdVerdict.Valid;
    }

    /// <summary>
    /// True for 18 places, or 17 without the last, with the right form, a place and a birth date: a resident number, or one that lost or changed a digit.
    /// Not for the numbers of foreigners: a firm's code has the same first digit.
    /// </summary>
    public static bool HasShape(ReadOnlySpan<byte> number) => number.Length switch
    {
        17 => DateCell.CountDigits(number) == 17 && HasPlace(number) && BirthYear(number) > 0,
        18 => Judge(number) is ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder or ResidentIdVerdict.BadCheck && number[0] != '9',
        _ => false,
    };

    /// <summary>The year of birth that a number says, from 1900 on; 0 where it says no day. Expects digits in all places but the last.</summary>
    internal static int BirthYear(ReadOnlySpan<byte> number)
    {
        var (year, day) = number.Length == 15 ? (1900 + DateCell.Number(number, 6, 2), 8) : (DateCell.Number(number, 6, 4), 10);
        return DateCell.Make(year, DateCell.Number(number, day, 2), DateCell.Number(number, day + 2, 2), out _) == CellIssue.None ? year : 0;
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

    // The codes of public bodies begin with 11 and 12, like the numbers of Beijing and Tianjin; but what follows there is another place, not 01 or 02.
    private static bool HasPlace(ReadOnlySpan<byte> number) => RegionCell.IsProvince(number) && DateCell.Number(number, 0, 2) switch
    {
        11 or 12 or 31 => number[2] == '0' && number[3] is (byte)'1' or (byte)'2',
        50 => number[2] == '0' && number[3] is >= (byte)'1' and <= (byte)'3',
        _ => true,
    };

    private static bool IsForeigners(ReadOnlySpan<byte> number) => number[0] == '9' && RegionCell.IsProvince(number[1..]) && CheckCharacter(number) == (number[17] == 'x' ? 'X' : (char)number[17]);

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
