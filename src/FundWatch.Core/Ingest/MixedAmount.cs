using System.Globalization;
using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Amounts in digits with several units among them: 1万2千, 3亿5千万, 1万2000元, 2万零500, 120元5角6分. Strict as <see cref="ChineseAmount"/>: units fall, and digits
/// behind a unit fill every place below it, unless a 零 says that some are empty. 1万2 is refused: 12,000 as it is spoken, or 10,002.
/// </summary>
internal static class MixedAmount
{
    private const int Longest = 60, MostDigits = 18; // a longer run is no amount, and its product may not fit a decimal
    private const string Large = "亿億万萬", Yuan = "元圆圓", Units = Large + "千仟百佰十拾" + Yuan + "角分";

    /// <summary>The amount in yuan; false where it is not such a one, or where the header's unit may hold for it as well as its own.</summary>
    /// <param name="headerFactor">What the header's unit multiplies by: 2千5百 below 万元 may be either.</param>
    public static bool TryParse(ReadOnlySpan<byte> cell, long headerFactor, out decimal value)
    {
        value = 0;
        if (cell.Length is < 4 or > Longest || cell[0] is < (byte)'0' or > (byte)'9' || !IsTight(Encoding.UTF8.GetString(cell), out var written))
        {
            return false;
        }

        var text = written.AsSpan().TrimEnd("整正");
        if (text.IndexOfAny(Units) < 0 || (headerFactor != 1 && text.IndexOfAny(Large + Yuan + "角分") < 0))
        {
            return false;
        }

        var yuan = text.IndexOfAny(Yuan);
        var small = yuan >= 0 ? text[(yuan + 1)..] : text[^1] is '角' or '分' ? text : default;
        var large = yuan >= 0 ? text[..yuan] : small.Length > 0 ? default : text;
        decimal cents = 0;
        if ((small.Length > 0 && (large.Contains('.') || !Small(small, out cents))) || (yuan >= 0 && large.Length == 0) || (large.Length > 0 && !Whole(large, out value)))
        {
            return false;
        }

        value += cents / 100;
        return true;
    }

    // Blanks may stand beside units, not between digits.
    private static bool IsTight(string text, out string tight)
    {
        tight = text.Replace(" ", "", StringComparison.Ordinal);
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == ' ' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))
            {
                return false;
            }
        }

        return true;
    }

    // 5角, 零5分, 5角6分, 0角0分.
    private static bool Small(ReadOnlySpan<char> text, out decimal cents)
    {
        cents = 0;
        var any = false;
        foreach (var (unit, worth) in new[] { ('角', 10), ('分', 1) })
        {
            var rest = text.Length > 0 && text[0] is '零' or '〇' ? text[1..] : text;
            if (rest.Length >= 2 && rest[1] == unit && char.IsAsciiDigit(rest[0]))
            {
                cents += (rest[0] - '0') * worth;
                text = rest[2..];
                any = true;
            }
        }

        return any && text.Length == 0;
    }

    // Sections before 亿 and 万, and what follows them.
    private static bool Whole(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        decimal left = 0; // the unit before; 0 at the beginning
        while (text.Length > 0)
        {
            var end = text.IndexOfAny(Large);
            decimal unit = end < 0 ? 1 : text[end] is '亿' or '億' ? 100_000_000 : 10_000;
            if ((left > 0 && unit >= left) || !Section(end < 0 ? text : text[..end], left / unit, end < 0, out var part))
            {
                return false;
            }

            value += part * unit;
            left = unit;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return true;
    }

    /// <param name="below">The section lies below so much; 0 where nothing stands before it.</param>
    private static bool Section(ReadOnlySpan<char> text, decimal below, bool mayHaveDecimals, out decimal value)
    {
        value = 0;
        if (text.Length == 0)
        {
            return false;
        }

        while (text.Length > 0)
        {
            var zero = below > 0 && text[0] is '零' or '〇';
            text = zero ? text[1..] : text;
            var length = text.IndexOfAnyExcept("0123456789.,");
            var digits = length < 0 ? text : text[..length];
            decimal unit = length < 0 ? 1 : text[length] switch { '千' or '仟' => 1_000, '百' or '佰' => 100, '十' or '拾' => 10, _ => 0 };
            if (unit == 0 || !Number(digits, below == 0, unit == 1 && mayHaveDecimals, out var number, out var places) || (unit > 1 && number < 1)
                || (below > 0 && (number * unit >= below || !Fits(number, unit, places, below, zero))))
            {
                return false;
            }

            value += number * unit;
            below = unit;
            text = length < 0 ? default : text[(length + 1)..];
        }

        return true;
    }

    // Before a unit one digit (2千); bare digits fill every place (2千500), or a 零 says that they do not (2万零500).
    private static bool Fits(decimal number, decimal unit, int places, decimal below, bool zero) =>
        zero ? number > 0 && number * unit * 10 < below
        : unit > 1 ? number < 10
        : below == (decimal)Math.Pow(10, places);

    // Digits, with thousands separators where they come first, with decimals where nothing follows.
    private static bool Number(ReadOnlySpan<char> digits, bool mayHaveSeparators, bool mayHaveDecimals, out decimal number, out int places)
    {
        number = 0;
        var point = digits.IndexOf('.');
        places = point < 0 ? digits.Length : point;
        var whole = digits[..places];
        if (places is 0 or > MostDigits || digits.Length > 2 * MostDigits || point == digits.Length - 1 || (point >= 0 && (!mayHaveDecimals || digits[(point + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0)) || (whole.Contains(',') && !(mayHaveSeparators && IsGrouped(whole))))
        {
            return false;
        }

        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out number);
    }

    private static bool IsGrouped(ReadOnlySpan<char> whole)
    {
        for (var i = 0; i < whole.Length; i++)
        {
            if (whole[i] == ',' != ((whole.Length - i) % 4 == 0) || (whole[i] == ',' && i == 0))
            {
                return false;
            }
        }

        return true;
    }
}
