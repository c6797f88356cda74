using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Numbers of persons in columns that are not made for them: a resident identity number where a firm's code is due, or within a sentence; a bank card in a remark.
/// The looks are quick: a cell without sixteen digits in a row costs a comparison or two.
/// </summary>
public static partial class PersonalNumbers
{
    // A number that says a day from here on is more likely a serial number (division, day, running number), of which one in eleven has the right check character.
    private const int FirstSerialYear = 2010;

    private const int ShortestRun = 16;

    /// <summary>
    /// True where a whole code without blanks is a person's and not an organisation's: a resident number, one that lost its last place or changed one, or one of the old
    /// form that is not the number of a business licence as well.
    /// </summary>
    public static bool IsResident(ReadOnlySpan<byte> code) => code.Length switch
    {
        15 => ResidentId.Judge(code) is ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder && !BusinessLicence.IsValid(code),
        18 when ResidentId.IsValid(code) => true,
        17 or 18 => ResidentId.HasShape(code) && ResidentId.BirthYear(code) < FirstSerialYear,
        _ => false,
    };

    /// <summary>
    /// True where a code has the check character of both standards, as one resident number in 31 has: then it is the person's. But for firms, whose codes begin with 9 as
    /// no resident number does, and only those of foreigners do.
    /// </summary>
    public static bool IsRatherResident(ReadOnlySpan<byte> creditCode) =>
        creditCode.Length == 18 && creditCode[6] is (byte)'1' or (byte)'2' && creditCode[7] is (byte)'9' or (byte)'0' && creditCode[0] != '9' && ResidentId.IsValid(creditCode);

    /// <summary>Finds the first number of a person in running text: a resident number with its right check character, or the number of a bank card.</summary>
    /// <param name="text">Half-width digits.</param>
    /// <returns>Its length, 0 where there is none.</returns>
    public static int FindInText(ReadOnlySpan<byte> text, out int start)
    {
        for (var from = 0; NextRun(text, from, out start, out var digits); from = start + digits)
        {
            if (ResidentAt(text, start, digits) is > 0 and var length)
            {
                return length;
            }

            if (IsBankCard(text.Slice(start, digits)))
            {
                return digits;
            }
        }

        return 0;
    }

    /// <summary>The same in an identifier, which is a serial number more often than a person's: resident numbers of those born before 2010.</summary>
    public static int FindInIdentifier(ReadOnlySpan<byte> text, out int start)
    {
        for (var from = 0; NextRun(text, from, out start, out var digits); from = start + digits)
        {
            if (ResidentAt(text, start, digits) is > 0 and var length && ResidentId.BirthYear(text.Slice(start, length)) < FirstSerialYear)
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>False for most texts: true where sixteen digits follow each other.</summary>
    public static bool MayHold(ReadOnlySpan<byte> text) => IsWorthALook(text) && NextRun(text, 0, out _, out _);

    /// <summary>False for nearly all texts, at the cost of a comparison: a run of sixteen digits has one in every sixteenth place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorthALook(ReadOnlySpan<byte> text)
    {
        for (var at = ShortestRun - 1; at < text.Length; at += ShortestRun)
        {
            if (IsDigit(text[at]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where a text has digits of full width, so that a number in it shows only when it is folded.</summary>
    public static bool HasWideDigits(ReadOnlySpan<byte> text)
    {
        // U+FF10 to U+FF19 are EF BC 90 to 99.
        while (text.IndexOf((byte)0xEF) is >= 0 and var at && at + 2 < text.Length)
        {
            if (text[at + 1] == 0xBC && text[at + 2] is >= 0x90 and <= 0x99)
            {
                return true;
            }

            text = text[(at + 3)..];
        }

        return false;
    }

    /// <summary>
    /// A text for people's eyes in which all but the last four places of what may be a person's number are hidden: also of numbers with a wrong check character, of the old form,
    /// in full-width digits and with blanks between them.
    /// </summary>
    public static string Mask(string text)
    {
        if (text.Length < 15)
        {
            return text;
        }

        text = LongNumber().Replace(text, Masked);
        return text.AsSpan().ContainsAnyInRange('０', '９') ? WideNumber().Replace(text, Masked) : text;
    }

    /// <summary>****5678 of a text with a mobile number in it, and nothing else: beside the number stands whose it is. Null where there is none.</summary>
    public static string? OfMobile(string text) => text.Length >= 11 && Mobile().Match(CellText.Folded(text)) is { Success: true } mobile ? "****" + mobile.Value[^4..] : null;

    private static string Masked(Match match)
    {
        var number = string.Concat(match.Value.Where(c => c is not (' ' or '-')).Select(Narrow));
        var ascii = Encoding.ASCII.GetBytes(number);
        // An X behind the number may be no part of it.
        var rest = MayBePersons(ascii) ? 0 : number[^1] == 'X' && MayBePersons(ascii.AsSpan(0, ascii.Length - 1)) ? 1 : -1;
        return rest < 0 ? match.Value : string.Concat("****", number.AsSpan(number.Length - rest - 4, 4), match.Value.AsSpan(match.Length - rest));
    }

    private static bool MayBePersons(ReadOnlySpan<byte> number) =>
        ResidentId.HasShape(number) || ResidentId.Judge(number) is ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder || IsBankCard(number);

    private static char Narrow(char c) => c switch { >= '０' and <= '９' => (char)(c - '０' + '0'), 'x' or 'ｘ' or 'Ｘ' => 'X', _ => c };

    private static bool NextRun(ReadOnlySpan<byte> text, int from, out int start, out int digits)
    {
        for (var at = from + ShortestRun - 1; at < text.Length; at += ShortestRun)
        {
            if (!IsDigit(text[at]))
            {
                continue;
            }

            start = from + text[from..at].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            digits = DateCell.CountDigits(text[start..]);
            if (digits >= ShortestRun)
            {
                return true;
            }
        }

        (start, digits) = (0, 0);
        return false;
    }

    private static int ResidentAt(ReadOnlySpan<byte> text, int start, int digits)
    {
        var length = digits switch
        {
            18 => 18,
            17 when start + 17 < text.Length && text[start + 17] is (byte)'X' or (byte)'x' && (start + 18 == text.Length || !IsLetterOrDigit(text[start + 18])) => 18,
            _ => 0,
        };
        return length > 0 && ResidentId.IsValid(text.Slice(start, length)) ? length : 0;
    }

    // UnionPay: 62 and the check digit of Luhn. A number with a day behind six digits is a serial number of Gansu, where divisions begin with 62 too.
    private static bool IsBankCard(ReadOnlySpan<byte> number)
    {
        if (number.Length is < 16 or > 19 || number[0] != '6' || number[1] != '2' || DateCell.CountDigits(number) != number.Length || ResidentId.BirthYear(number) > 0)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            var twice = i % 2 == 1 ? digit * 2 : digit;
            sum += twice > 9 ? twice - 9 : twice;
        }

        return sum % 10 == 0;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsLetterOrDigit(byte b) => IsDigit(b) || (b | 0x20) is >= (byte)'a' and <= (byte)'z';

    // No amount: 18812345678.50.
    [GeneratedRegex(@"(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?!\.?[0-9])")]
    private static partial Regex Mobile();

    // In one piece, or as people group them: place, birthday and the rest; a card by fours.
    [GeneratedRegex("(?<![0-9])(?:[0-9]{14,18}[0-9Xx]|[0-9]{6}[ -][0-9]{8}[ -]?[0-9]{3}[0-9Xx]|[0-9]{4}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)(?![0-9])")]
    private static partial Regex LongNumber();

    [GeneratedRegex("(?<![0-9０-９])[0-9０-９]{14,18}[0-9０-９XxＸｘ](?![0-9０-９])")]
    private static partial Regex WideNumber();
}
