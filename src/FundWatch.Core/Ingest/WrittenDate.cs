using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>
/// The forms of a date that the quick parsers do not take, brought into one they do: 二〇二五年三月二日, 2025 年 3 月 2 日, 2025年3月2号, a weekday behind
/// (which must be the right one), 下午3:04, 3:04 PM. What stays unread is told apart: a year of two digits, a month without a day.
/// </summary>
internal static class WrittenDate
{
    private const int Longest = 96;

    private static readonly (string Word, DayHalf Half)[] _halves =
    [
        ("上午", DayHalf.Morning), ("早上", DayHalf.Morning), ("早晨", DayHalf.Morning), ("凌晨", DayHalf.Morning), ("清晨", DayHalf.Morning), ("am", DayHalf.Morning), ("a.m.", DayHalf.Morning),
        ("下午", DayHalf.Afternoon), ("傍晚", DayHalf.Afternoon), ("晚上", DayHalf.Evening), ("中午", DayHalf.Noon), ("pm", DayHalf.Afternoon), ("p.m.", DayHalf.Afternoon),
    ];

    private enum DayHalf { None, Morning, Noon, Afternoon, Evening }

    private readonly record struct Plain(byte[] Text, DayHalf Half, DayOfWeek? Weekday);

    public static CellIssue ParseDate(ReadOnlySpan<byte> cell, out DateOnly date)
    {
        date = default;
        if (Rewrite(cell) is not { } plain)
        {
            return CellIssue.BadDate;
        }

        return DateCell.TakeDay(plain.Text, out date) == CellIssue.None && (plain.Weekday ?? date.DayOfWeek) == date.DayOfWeek ? CellIssue.None : Unread(plain.Text, CellIssue.BadDate);
    }

    public static CellIssue ParseMoment(ReadOnlySpan<byte> cell, out long microseconds)
    {
        microseconds = 0;
        if (Rewrite(cell) is not { } plain)
        {
            return CellIssue.BadTimestamp;
        }

        if (TimestampCell.TakeMoment(plain.Text, out var day, out var time, out var zone) != CellIssue.None || (plain.Weekday ?? day.DayOfWeek) != day.DayOfWeek)
        {
            return Unread(plain.Text, CellIssue.BadTimestamp);
        }

        if (!Shift(plain.Half, ref time))
        {
            return CellIssue.BadTimestamp;
        }

        microseconds = TimestampCell.Microseconds(day, time, zone);
        return CellIssue.None;
    }

    public static CellIssue ParseMonth(ReadOnlySpan<byte> cell, out DateOnly firstDay)
    {
        firstDay = default;
        return Rewrite(cell) is not { } plain ? CellIssue.BadMonth
            : MonthCell.TakeMonth(plain.Text, out firstDay) == CellIssue.None ? CellIssue.None : Unread(plain.Text, CellIssue.BadMonth);
    }

    // 下午3:04 is 15:04; 下午15:04 says it twice; 晚上12:00 could be either midnight and is refused.
    private static bool Shift(DayHalf half, ref long time)
    {
        const long hour = 3_600_000_000;
        var hours = time / hour;
        switch (half)
        {
            case DayHalf.Morning:
                time -= hours == 12 ? 12 * hour : 0;
                return hours <= 12;
            case DayHalf.Noon:
                time += hours is 1 or 2 ? 12 * hour : 0;
                return hours is 1 or 2 or (>= 11 and <= 14);
            case DayHalf.Afternoon:
                time += hours < 12 ? 12 * hour : 0;
                return hours > 0;
            case DayHalf.Evening:
                time += hours < 12 ? 12 * hour : 0;
                return hours is not (0 or 12);
            default:
                return true;
        }
    }

    private static CellIssue Unread(ReadOnlySpan<byte> plain, CellIssue otherwise)
    {
        var digits = DateCell.CountDigits(plain);
        var behind = plain[digits..];
        if (digits == 2 && (behind.StartsWith("年"u8) || (behind.Length > 1 && behind[0] is (byte)'-' or (byte)'/' or (byte)'.' && DateCell.CountDigits(behind[1..]) is 1 or 2
            && behind[(1 + DateCell.CountDigits(behind[1..]))..] is [(byte)'-' or (byte)'/' or (byte)'.', _, ..] last && DateCell.CountDigits(last[1..]) is 1 or 2)))
        {
            return CellIssue.TwoDigitYear;
        }

        // Mar-25: what a spreadsheet makes of 2025-03 or of 25 March.
        if (plain.Length == 6 && plain[3] == '-' && DateCell.CountDigits(plain[4..]) == 2 && char.IsAsciiLetter((char)plain[0]) && char.IsAsciiLetter((char)plain[1]) && char.IsAsciiLetter((char)plain[2]))
        {
            return CellIssue.TwoDigitYear;
        }

        return otherwise != CellIssue.BadMonth && MonthCell.TakeMonth(plain, out _) == CellIssue.None ? CellIssue.MonthWithoutDay : otherwise;
    }

    private static Plain? Rewrite(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is 0 or > Longest)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(cell).ToLowerInvariant();
        var half = DayHalf.None;
        foreach (var (word, meaning) in _halves)
        {
            if (text.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at)
            {
                half = meaning;
                text = string.Concat(text.AsSpan(0, at), " ", text.AsSpan(at + word.Length));
                break;
            }
        }

        text = WithoutWeekday(text, out var weekday);
        text = ChineseDigits(text).Replace('号', '日').Replace('点', '时').Replace("月份", "月", StringComparison.Ordinal);
        text = Tightened(text);
        text = text.EndsWith('时') ? text + "00" : text.EndsWith("时半", StringComparison.Ordinal) ? text[..^1] + "30" : text;
        return new Plain(Encoding.UTF8.GetBytes(text), half, weekday);
    }

    // 星期日, (周日): taken off, and held against the date.
    private static string WithoutWeekday(string text, out DayOfWeek? weekday)
    {
        weekday = null;
        foreach (var word in new[] { "星期", "礼拜", "周" })
        {
            var at = text.IndexOf(word, StringComparison.Ordinal);
            if (at > 0 && at + word.Length < text.Length && "日一二三四五六天".IndexOf(text[at + word.Length]) is >= 0 and var day)
            {
                weekday = (DayOfWeek)(day % 7);
                var end = at + word.Length + 1;
                if (text[at - 1] == '(' && end < text.Length && text[end] == ')')
                {
                    (at, end) = (at - 1, end + 1);
                }

                return string.Concat(text.AsSpan(0, at), " ", text.AsSpan(end)).TrimEnd();
            }
        }

        return text;
    }

    // 二〇二五 digit by digit, 三十一 by its ten.
    private static string ChineseDigits(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && (ChineseAmount.Digit(text[end]) >= 0 || text[end] is '十' or '拾' or '廿' or '卅'))
            {
                end++;
            }

            if (end == i)
            {
                result.Append(text[i++]);
                continue;
            }

            var run = text.AsSpan(i, end - i);
            if (run.IndexOfAny("十拾廿卅") < 0)
            {
                foreach (var c in run)
                {
                    result.Append((char)('0' + ChineseAmount.Digit(c)));
                }
            }
            else
            {
                // 零三月 is written on cheques: the zero says only that nothing stands before.
                var number = run[0] is '零' or '〇' ? run[1..] : run;
                result.Append(ChineseAmount.TryParse(Encoding.UTF8.GetBytes(number.ToString()), out var value) ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : run.ToString());
            }

            i = end;
        }

        return result.ToString();
    }

    // Blanks stay only where they part two numbers: a date from its time.
    private static string Tightened(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ' ')
            {
                result.Append(text[i]);
                continue;
            }

            var next = i;
            while (next < text.Length && text[next] == ' ')
            {
                next++;
            }

            if (result.Length > 0 && next < text.Length && char.IsAsciiDigit(text[next]) && (char.IsAsciiDigit(result[^1]) || result[^1] == '日'))
            {
                result.Append(' ');
            }

            i = next - 1;
        }

        return result.ToString();
    }
}
