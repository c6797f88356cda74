namespace FundWatch.Core.Ingest;

/// <summary>
/// Registration number of a business licence as it was before the unified code (GS 15-2006): six digits of the office, eight of the business, a check digit
/// (ISO 7064 MOD 11,10). A resident number of the old form has fifteen digits too.
/// </summary>
public static class BusinessLicence
{
    /// <summary>True for 15 digits of which the last is the check digit of the others.</summary>
    public static bool IsValid(ReadOnlySpan<byte> number)
    {
        if (number.Length != 15 || DateCell.CountDigits(number) != 15)
        {
            return false;
        }

        var product = 10;
        for (var i = 0; i < 14; i++)
        {
            var sum = (product + number[i] - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == number[14] - '0';
    }
}
