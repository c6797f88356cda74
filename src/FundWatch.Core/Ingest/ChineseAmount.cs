using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>
/// Numbers and sums of money in Chinese words, in the capitals of bank slips or in common characters: 壹佰, 叁万贰仟伍佰元零伍分, 一亿三千万, 二百零五, 三十,
/// 拾伍元. Strict: units fall, 零 stands only between, nothing is guessed (一百五 is refused: 150 or 105).
/// </summary>
public static class ChineseAmount
{
    private const string Characters = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖两俩貳陸弍弐叄參十百千拾佰仟廿卅万亿萬億元圆圓角分整正";

    /// <summary>True where the trimmed text holds nothing but such words, and a number among them.</summary>
    public static bool IsSpelt(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is < 3 or > 120 || cell[0] < 0x80)
        {
            return false;
        }

        var any = false;
        while (cell.Length > 0)
        {
            if (Rune.DecodeFromUtf8(cell, out var rune, out var used) != System.Buffers.OperationStatus.Done || !rune.IsBmp || !Characters.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                return false;
            }

            any |= Digit((char)rune.Value) >= 0 || (char)rune.Value is '十' or '拾';
            cell = cell[used..];
        }

        return any;
    }

    /// <summary>The value in yuan, or as a bare number; false where it is not well formed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out decimal value)
    {
        value = 0;
        if (!IsSpelt(cell))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(cell).AsSpan();
        text = text.TrimEnd("整正");
        decimal cents = 0;
        var yuan = text.IndexOfAny("元圆圓");
        var small = yuan >= 0 ? text[(yuan + 1)..] : text.IndexOfAny("角分") >= 0 ? text : default;
        var large = yuan >= 0 ? text[..yuan] : small.Length > 0 ? default : text;
        if (small.Length > 0 && !Small(small, yuan >= 0, out cents))
        {
            return false;
        }

        if ((large.Length > 0 || small.Length == 0) && !Whole(large, out value))
        {
            return false;
        }

        value += cents / 100;
        return true;
    }

    // 伍角, 零伍分, 伍角陆分.
    private static bool Small(ReadOnlySpan<char> text, bool behindYuan, out decimal cents)
    {
        cents = 0;
        text = behindYuan && text[0] is '零' or '〇' ? text[1..] : text;
        if (text.Length >= 2 && text[1] == '角' && Digit(text[0]) > 0)
        {
            cents += Digit(text[0]) * 10;
            text = text[2..];
            text = text.Length > 2 && text[0] is '零' ? text[1..] : text;
        }

        if (text.Length == 2 && text[1] == '分' && Digit(text[0]) > 0)
        {
            cents += Digit(text[0]);
            text = default;
        }

        return text.Length == 0 && cents > 0;
    }

    // Sections of four places, each before its 亿 or 万.
    private static bool Whole(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        if (text is "零" or "〇")
        {
            return true;
        }

        var left = decimal.MaxValue;
        while (text.Length > 0)
        {
            var end = text.IndexOfAny("亿億万萬");
            var section = end < 0 ? text : text[..end];
            decimal unit = end < 0 ? 1 : text[end] is '亿' or '億' ? 100_000_000 : 10_000;
            if (unit >= left || !Section(section, value > 0, out var part))
            {
                return false;
            }

            value += part * unit;
            left = unit;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return value > 0;
    }

    private static bool Section(ReadOnlySpan<char> text, bool follows, out int value)
    {
        value = 0;
        var left = 10_000;
        var zero = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '零' or '〇' or '○')
            {
                if (zero || (value == 0 && !follows) || i == text.Length - 1)
                {
                    return false;
                }

                zero = true;
                continue;
            }

            var digit = Digit(text[i]);
            if (digit < 0)
            {
                (digit, var isTen) = text[i] switch { '十' or '拾' => (1, true), '廿' => (2, true), '卅' => (3, true), _ => (0, false) };
                if (!isTen || left <= 10) // 十五, 拾万, 一百十五: a ten without its one
                {
                    return false;
                }

                value += digit * 10;
                left = 10;
                continue;
            }

            var unit = i + 1 < text.Length ? Unit(text[i + 1]) : 1;
            if (unit == 0 || unit >= left || (unit == 1 && left > 10 && (left < 10_000 || follows) && !zero))
            {
                return false; // 一百五: 150 or 105? 一万五: 15,000 or 10,005?
            }

            value += digit * unit;
            left = unit;
            zero = false;
            i += unit > 1 ? 1 : 0;
        }

        return value > 0 && !zero;
    }

    private static int Unit(char c) => c switch { '十' or '拾' => 10, '百' or '佰' => 100, '千' or '仟' => 1_000, _ => 0 };

    /// <summary>1 to 9 of either set of characters, 0 for a zero, or -1.</summary>
    internal static int Digit(char c) => c switch
    {
        '零' or '〇' or '○' => 0,
        '一' or '壹' => 1,
        '二' or '贰' or '貳' or '弍' or '弐' or '两' or '俩' => 2,
        '三' or '叁' or '叄' or '參' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' or '陸' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };
}
