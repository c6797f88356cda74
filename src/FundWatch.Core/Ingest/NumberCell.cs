using System.Globalization;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Numbers and amounts, decimal throughout: 1234.5, 1,234.50, ￥1234, 1.2万, (500.00), 1.2E5. The result is a whole number of the
/// smallest kept unit (hundredths for money, ten-thousandths for quantities), at most 18 digits as in numeric(18, scale).
/// </summary>
public static class NumberCell
{
    private const long Limit = 1_000_000_000_000_000_000;
    private static readonly decimal[] _powers = [1, 10, 100, 1_000, 10_000];

    /// <summary>Parses a trimmed, folded cell; rounds half up (away from zero) with <see cref="CellIssue.Rounded"/>.</summary>
    /// <param name="scale">Decimals kept, 0 to 4.</param>
    /// <param name="factor">What the header's unit multiplies by: 10,000 for 万元.</param>
    public static CellIssue Parse(ReadOnlySpan<byte> cell, int scale, long factor, out long scaled)
    {
        if (factor == 1 && TryPlain(cell, scale, out scaled))
        {
            return CellIssue.None;
        }

        return ParseAnyForm(cell, scale, factor, out scaled);
    }

    // Digits and at most one point, at most `scale` decimals, at most 15 digits: nearly every cell of nearly every file.
    private static bool TryPlain(ReadOnlySpan<byte> cell, int scale, out long scaled)
    {
        scaled = 0;
        if (cell.Length is 0 or > 16)
        {
            return false;
        }

        long value = 0;
        var decimals = -1;
        for (var i = 0; i < cell.Length; i++)
        {
            var digit = (uint)(cell[i] - '0');
            if (digit < 10)
            {
                value = value * 10 + digit;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (cell[i] == '.' && decimals < 0 && i > 0 && i < cell.Length - 1)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        decimals = Math.Max(decimals, 0);
        if (decimals > scale)
        {
            return false;
        }

        scaled = value * (long)_powers[scale - decimals];
        return scaled < Limit;
    }

    private static CellIssue ParseAnyForm(ReadOnlySpan<byte> cell, int scale, long factor, out long scaled)
    {
        scaled = 0;
        var negative = false;
        if (cell.Length > 2 && cell[0] == '(' && cell[^1] == ')')
        {
            negative = true;
            cell = CellText.Trim(cell[1..^1]);
        }

        cell = StripSign(cell, ref negative);
        var amount = StripCurrency(cell);
        cell = amount.Length < cell.Length ? StripSign(amount, ref negative) : amount; // -￥50 or ￥-50, never --50
        cell = StripUnit(cell, ref factor);
        if (cell.Length is 0 or > 40)
        {
            return CellIssue.BadNumber;
        }

        Span<char> digits = stackalloc char[40];
        var issue = Collect(cell, digits, out var length);
        if (issue != CellIssue.None)
        {
            return issue;
        }

        if (!decimal.TryParse(digits[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value))
        {
            return cell.ContainsAny("eE"u8) ? CellIssue.TooLarge : CellIssue.BadNumber;
        }

        try
        {
            value *= factor * _powers[scale];
        }
        catch (OverflowException)
        {
            return CellIssue.TooLarge;
        }

        var rounded = Math.Round(value, MidpointRounding.AwayFromZero);
        if (rounded >= Limit)
        {
            return CellIssue.TooLarge;
        }

        scaled = negative ? -(long)rounded : (long)rounded;
        return rounded == value ? CellIssue.None : CellIssue.Rounded;
    }

    private static ReadOnlySpan<byte> StripSign(ReadOnlySpan<byte> cell, scoped ref bool negative)
    {
        if (cell.Length > 1 && cell[0] is (byte)'-' or (byte)'+')
        {
            negative |= cell[0] == '-';
            cell = CellText.Trim(cell[1..]);
        }

        return cell;
    }

    private static ReadOnlySpan<byte> StripCurrency(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> found = cell.StartsWith("¥"u8) ? "¥"u8 : cell.StartsWith("￥"u8) ? "￥"u8
            : cell.StartsWith("CNY"u8) || cell.StartsWith("RMB"u8) ? "CNY"u8 : cell.StartsWith("人民币"u8) ? "人民币"u8 : default;
        return CellText.Trim(cell[found.Length..]);
    }

    // 1.2万元, 3亿, 500元整: the unit in the cell overrides the one in the header, it does not multiply it.
    private static ReadOnlySpan<byte> StripUnit(ReadOnlySpan<byte> cell, scoped ref long factor)
    {
        if (cell.EndsWith("整"u8))
        {
            cell = cell[..^3];
        }

        var yuan = cell.EndsWith("元"u8);
        if (yuan)
        {
            cell = CellText.Trim(cell[..^3]);
        }

        foreach (var (word, times) in Units.Words)
        {
            if (cell.EndsWith(word))
            {
                factor = times;
                return CellText.Trim(cell[..^word.Length]);
            }
        }

        if (yuan)
        {
            factor = 1;
        }

        return cell;
    }

    // Takes the thousands separators out, after seeing that each stands where it should.
    private static CellIssue Collect(ReadOnlySpan<byte> cell, Span<char> digits, out int length)
    {
        length = 0;
        int points = 0, group = -1, any = 0;
        var exponent = false;
        for (var i = 0; i < cell.Length; i++)
        {
            var b = cell[i];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                group += group >= 0 && points == 0 && !exponent ? 1 : 0;
                any++;
            }
            else if (b == '.' && !exponent)
            {
                points++;
            }
            else if (b == ',' && !exponent && points == 0 && any > 0 && group is -1 or 3)
            {
                if (group == -1 && any > 3)
                {
                    return CellIssue.BadThousands;
                }

                group = 0;
                continue;
            }
            else if (b is (byte)'e' or (byte)'E' && any > 0 && !exponent)
            {
                exponent = true;
            }
            else if (!(exponent && b is (byte)'+' or (byte)'-' && cell[i - 1] is (byte)'e' or (byte)'E'))
            {
                return b == ',' ? CellIssue.BadThousands : CellIssue.BadNumber;
            }

            digits[length++] = (char)b;
        }

        return points > 1 ? CellIssue.TwoDecimalPoints
            : any == 0 ? CellIssue.BadNumber
            : group is not (-1 or 3) ? CellIssue.BadThousands : CellIssue.None;
    }
}
