using System.Globalization;
using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Gives out numbers that never repeat unless a scheme repeats them: accounts, telephones, invoices, identity numbers.</summary>
public sealed class Identifiers
{
    private long _accounts;
    private long _phones;
    private long _invoices;
    private long _people;
    private long _names;
    private long _codes;

    public string Account() => $"1901{Scramble.NineDigits(_accounts, 1):D9}{_accounts++ % 997 + 1000:D4}";

    public string PersonalAccount() => $"6217{Scramble.NineDigits(_accounts, 2):D9}{_accounts++ % 99991 + 100000:D6}";

    public string Phone() => $"1{"35789"[(int)(_phones % 5)]}{Scramble.NineDigits(_phones++, 3):D9}";

    /// <summary>Twenty digits, as fully digital invoices have had since 2023.</summary>
    public string Invoice(DateOnly on) => $"{on.Year % 100:D2}43{Scramble.NineDigits(_invoices, 4):D9}{_invoices++ % 9_999_991 * 7 % 10_000_000:D7}";

    public string Name() => People.Unique(_names++);

    public string OrganisationCode(string kind, string region) => CreditCodes.Make(kind, region, _codes++);

    /// <summary>An identity number (GB 11643-1999) with a prefix that belongs to no real place.</summary>
    public string PersonId(string region) => PersonId(region, _people++);

    public static string PersonId(string region, long index)
    {
        const long space = 14_600L * 999;
        var x = ((index * 7_368_787) + 123_457) % space;
        var birth = new DateOnly(1962, 1, 1).AddDays((int)(x % 14_600));
        var first = $"{region}{birth.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{(x / 14_600) + 1:D3}";
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (first[i] - '0') * weights[i];
        }

        return first + "10X98765432"[sum % 11];
    }
}
