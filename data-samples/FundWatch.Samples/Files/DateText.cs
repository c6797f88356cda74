using System.Globalization;

namespace FundWatch.Samples.Files;

/// <summary>Dates and times in the written forms of the data contract.</summary>
public static class DateText
{
    private static readonly string[] _dates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd", "yyyy.MM.dd"];
    private static readonly string[] _times = ["yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm", "yyyy年M月d日 HH:mm", "yyyy-MM-ddTHH:mm:sszzz", "yyyy.MM.dd HH:mm"];

    public static string Of(DateOnly date, DateStyle style, long turn) => date.ToString(_dates[Index(style, turn)], CultureInfo.InvariantCulture);

    public static string Of(DateTime time, DateStyle style, long turn)
    {
        var format = _times[Index(style, turn)];
        return format.EndsWith("zzz", StringComparison.Ordinal)
            ? new DateTimeOffset(time, TimeSpan.FromHours(8)).ToString(format, CultureInfo.InvariantCulture)
            : time.ToString(format, CultureInfo.InvariantCulture);
    }

    private static int Index(DateStyle style, long turn) => style == DateStyle.Mixed ? (int)(turn % _dates.Length) : (int)style;
}
