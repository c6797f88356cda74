using System.Globalization;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Numbers and amounts, decimal throughout: 1234.5, 1,234.50, ￥1234, 1.2万, 1万2千, (500.00), 500-, 负500, 1.2E5, 人民币叁万贰仟元伍角整. The result is a whole
/// number of the smallest kept unit (hundredths for money, ten-thousandths for quantities), at most 18 digits as in numeric(18, scale).
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

        return ParseAnyForm(cell, scale, factor, 1, out scaled);
    }

    /// <summary>The same of a quantity in another unit, or of a price for one, multiplied exactly before it is rounded.</summary>
    /// <param name="times">Holds whatever unit of money the cell names: 500元 below 元/斤 is 1,000 yuan a kilogram.</param>
    public static CellIssue ParseTimes(ReadOnlySpan<byte> cell, int scale, long factor, decimal times, out long scaled) => ParseAnyForm(cell, scale, factor, times, out scaled);

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

        var power = (long)_powers[scale - decimals];
        if (value >= Limit / power) // before the product, which may not fit 64 bits
        {
            return false;
        }

        scaled = value * power;
        return true;
    }

    private static CellIssue ParseAnyForm(ReadOnlySpan<byte> cell, int scale, long factor, decimal times, out long scaled)
    {
        var written = WrittenNumber.Strip(cell, factor);
        var issue = ParseDigits(written, scale, times, out scaled);
        return issue == CellIssue.BadNumber && MixedAmount.TryParse(written.Amount, factor, out var mixed) ? Scale(mixed, times, written.IsNegative, scale, out scaled) : issue;
    }

    private static CellIssue ParseDigits(WrittenNumber written, int scale, decimal times, out long scaled)
    {
        scaled = 0;
        times *= written.Factor;
        if (ChineseAmount.TryParse(written.Digits, out var spelt))
        {
            return Scale(spelt, times, written.IsNegative, scale, out scaled);
        }

        if (written.Digits.Length is 0 or > 40)
        {
            return CellIssue.BadNumber;
        }

        Span<char> digits = stackalloc char[40];
        var issue = Collect(written.Digits, digits, out var length);

        if (issue != CellIssue.None)
        {
            return issue;
        }

        if (ExcelDamage.LostPrecision(digits[..length]))
        {
            return CellIssue.DamagedByExcel;
        }

        return decimal.TryParse(digits[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? Scale(value, times, written.IsNegative, scale, out scaled)
            : written.Digits.ContainsAny("eE"u8) && written.Digits[^1] is >= (byte)'0' and <= (byte)'9' ? CellIssue.TooLarge : CellIssue.BadNumber;
    }

    private static CellIssue Scale(decimal value, decimal times, bool isNegative, int scale, out long scaled)
    {
        scaled = 0;
        try
        {
            value *= times * _powers[scale];
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

        scaled = isNegative ? -(long)rounded : (long)rounded;
        return rounded == value ? CellIssue.None : CellIssue.Rounded;
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
