namespace FundWatch.Core.Ingest;

/// <summary>What stands around the digits of an amount: a sign or the brackets of bookkeepers, a currency before or behind, a unit.</summary>
/// <param name="amount">Behind sign and currency, with its unit.</param>
/// <param name="digits">What is left to be read.</param>
/// <param name="factor">The header's unit, unless the cell names its own: that overrides it, it does not multiply it.</param>
internal readonly ref struct WrittenNumber(ReadOnlySpan<byte> amount, ReadOnlySpan<byte> digits, bool isNegative, long factor)
{
    public ReadOnlySpan<byte> Amount { get; } = amount;
    public ReadOnlySpan<byte> Digits { get; } = digits;
    public bool IsNegative { get; } = isNegative;
    public long Factor { get; } = factor;

    /// <summary>Takes a trimmed, folded cell apart. One sign only: --5, (-5) and -5- are no numbers and keep a sign that the parser refuses.</summary>
    public static WrittenNumber Strip(ReadOnlySpan<byte> cell, long factor)
    {
        var negative = false;
        if (cell.Length > 2 && cell[0] == '(' && cell[^1] == ')')
        {
            negative = true;
            cell = CellText.Trim(cell[1..^1]);
        }
        else if (cell.Length > 1 && cell[^1] == '-' && cell[0] != '-')
        {
            negative = true;
            cell = CellText.Trim(cell[..^1]);
        }

        cell = negative ? cell : StripSign(cell, ref negative);
        var amount = StripCurrency(cell);
        cell = amount.Length < cell.Length && !negative ? StripSign(amount, ref negative) : amount; // -￥50 or ￥-50, never --50
        return new WrittenNumber(cell, StripUnit(cell, ref factor), negative, factor);
    }

    private static ReadOnlySpan<byte> StripSign(ReadOnlySpan<byte> cell, scoped ref bool negative)
    {
        if (cell.Length > 1 && cell[0] is (byte)'-' or (byte)'+')
        {
            negative = cell[0] == '-';
            return CellText.Trim(cell[1..]);
        }

        if (cell.StartsWith("负"u8))
        {
            negative = true;
            return CellText.Trim(cell[3..]);
        }

        return cell;
    }

    // 人民币120元, 人民币(大写):壹佰元, RMB 120, CNY￥120, ￥120; or behind the number: 120.00￥, 120元人民币, 120 CNY.
    private static ReadOnlySpan<byte> StripCurrency(ReadOnlySpan<byte> cell)
    {
        var front = cell.StartsWith("人民币"u8) ? 9 : IsName(cell[..Math.Min(3, cell.Length)]) ? 3 : 0;
        var amount = CellText.Trim(cell[front..]);
        if (front == 9)
        {
            amount = amount.StartsWith("(大写)"u8) ? amount["(大写)"u8.Length..] : amount;
            amount = CellText.Trim(amount.StartsWith(":"u8) ? amount[1..] : amount);
        }

        var sign = amount.StartsWith("¥"u8) ? 2 : amount.StartsWith("￥"u8) ? 3 : 0;
        return front + sign > 0 ? CellText.Trim(amount[sign..]) : CellText.Trim(cell[..^CurrencyBehind(cell)]);
    }

    private static int CurrencyBehind(ReadOnlySpan<byte> cell) =>
        cell.EndsWith("¥"u8) ? 2 : cell.EndsWith("￥"u8) ? 3 : cell.EndsWith("人民币"u8) ? 9 : cell.Length > 3 && IsName(cell[^3..]) ? 3 : 0;

    private static bool IsName(ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(word, "CNY"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "RMB"u8);

    // 1.2万元, 3亿, 500元整
    private static ReadOnlySpan<byte> StripUnit(ReadOnlySpan<byte> cell, scoped ref long factor)
    {
        var whole = cell.EndsWith("整"u8) || cell.EndsWith("正"u8) ? cell[..^3] : cell;
        var yuan = whole.EndsWith("元"u8) || whole.EndsWith("圆"u8);
        var rest = yuan ? CellText.Trim(whole[..^3]) : whole;
        if (ChineseAmount.IsSpelt(rest))
        {
            // The whole sum is in words, its 万 included: 叁万贰仟元. Without a unit the header's unit holds.
            factor = yuan || rest.EndsWith("角"u8) || rest.EndsWith("分"u8) || rest.IndexOf("万"u8) >= 0 || rest.IndexOf("亿"u8) >= 0 ? 1 : factor;
            return rest;
        }

        foreach (var (word, times) in Units.Words)
        {
            if (rest.EndsWith(word))
            {
                factor = times;
                return CellText.Trim(rest[..^word.Length]);
            }
        }

        factor = yuan ? 1 : factor;
        return rest;
    }
}
