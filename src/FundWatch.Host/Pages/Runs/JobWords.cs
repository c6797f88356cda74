using System.Globalization;
using FundWatch.Host.Texts;
using FundWatch.Jobs;

namespace FundWatch.Host.Pages.Runs;

/// <summary>Jobs, their schedules and their figures in the reader's language.</summary>
public static class JobWords
{
    private static readonly Words _words = new();

    public static string Title(string job) =>
        Schedule.TryFind(job) is { } known ? Words.Pick(known.TitleZh, known.TitleEn) + (known.NeedsSubject ? " " + Schedule.SubjectOf(job) : "") : job;

    public static string Count(string name) => _words.Find("count." + name) ?? name.Replace('_', ' ');

    /// <summary>The usual patterns in words; any other as it is written.</summary>
    /// <param name="cron">Minute, hour, day, month, weekday; null: only when asked for.</param>
    public static string When(string? cron) => cron?.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        null => _words["runs.when.asked"],
        [['*', '/', .. var every], "*", "*", "*", "*"] => _words["runs.when.minutes", every],
        [var minute, "*", "*", "*", "*"] when IsNumber(minute) => _words["runs.when.hourly", minute],
        [var minute, var hour, "*", "*", "*"] when IsNumber(minute) && IsNumber(hour) => _words["runs.when.daily", Clock(hour, minute)],
        [var minute, var hour, "*", "*", [var day and >= '0' and <= '7']] when IsNumber(minute) && IsNumber(hour) =>
            _words["runs.when.weekly", Weekday(day - '0'), Clock(hour, minute)],
        _ => cron,
    };

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static string Clock(string hour, string minute) => $"{hour.PadLeft(2, '0')}:{minute.PadLeft(2, '0')}";

    private static string Weekday(int day) => CultureInfo.GetCultureInfo(Words.Language).DateTimeFormat.GetDayName((DayOfWeek)(day % 7));
}
