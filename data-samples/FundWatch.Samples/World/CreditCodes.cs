using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Unified social credit codes with right check digits: GB 32100-2015, and GB 11714 for the nine characters inside.</summary>
public static class CreditCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>11: organ of the state; 12: public institution; 91: enterprise; 93: farmers' cooperative.</summary>
    public static string Make(string kind, string region, long index)
    {
        var body = kind[0] == '9'
            ? $"MA{((index * 387_421) + 27_183) % 1_000_000:D6}"
            : $"{Scramble.EightDigits(index):D8}";
        var first = kind + region + body + OrganisationCheck(body);
        return first + Check(first);
    }

    private static char OrganisationCheck(string body)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            sum += weights[i] * (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10);
        }

        return (11 - (sum % 11)) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    private static char Check(string first17)
    {
        var sum = 0;
        var weight = 1;
        foreach (var c in first17)
        {
            sum += Alphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
