namespace FundWatch.Samples.World;

/// <summary>Workdays with the State Council's holidays and make-up workdays (调休) of 2023 to 2026.</summary>
public static class WorkCalendar
{
    private static readonly (string From, string To)[] _holidays =
    [
        ("2022-12-31", "2023-01-02"), ("2023-01-21", "2023-01-27"), ("2023-04-05", "2023-04-05"), ("2023-04-29", "2023-05-03"),
        ("2023-06-22", "2023-06-24"), ("2023-09-29", "2023-10-06"),
        ("2024-01-01", "2024-01-01"), ("2024-02-10", "2024-02-17"), ("2024-04-04", "2024-04-06"), ("2024-05-01", "2024-05-05"),
        ("2024-06-10", "2024-06-10"), ("2024-09-15", "2024-09-17"), ("2024-10-01", "2024-10-07"),
        ("2025-01-01", "2025-01-01"), ("2025-01-28", "2025-02-04"), ("2025-04-04", "2025-04-06"), ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"), ("2025-10-01", "2025-10-08"),
        ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"), ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"), ("2026-10-01", "2026-10-07"),
    ];

    private static readonly string[] _makeUpWorkdays =
    [
        "2023-01-28", "2023-01-29", "2023-04-23", "2023-05-06", "2023-06-25", "2023-10-07", "2023-10-08",
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12",
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ];

    private static readonly HashSet<DateOnly> _off = [.. Holidays()];
    private static readonly HashSet<DateOnly> _on = [.. MakeUpWorkdays()];

    public static IEnumerable<DateOnly> Holidays()
    {
        foreach (var (from, to) in _holidays)
        {
            for (var day = DateOnly.Parse(from); day <= DateOnly.Parse(to); day = day.AddDays(1))
            {
                yield return day;
            }
        }
    }

    public static IEnumerable<DateOnly> MakeUpWorkdays() => _makeUpWorkdays.Select(d => DateOnly.Parse(d));

    public static bool IsWorkday(DateOnly day) =>
        _on.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_off.Contains(day));

    /// <summary>The day itself where it is a workday, else the next that is.</summary>
    public static DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkday(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The n-th workday after the day (n may be 0: on or after).</summary>
    public static DateOnly Later(DateOnly day, int workdays)
    {
        day = OnOrAfter(day);
        for (var i = 0; i < workdays; i++)
        {
            day = OnOrAfter(day.AddDays(1));
        }

        return day;
    }

    public static List<DateOnly> Workdays(DateOnly from, DateOnly until)
    {
        var days = new List<DateOnly>();
        for (var day = from; day <= until; day = day.AddDays(1))
        {
            if (IsWorkday(day))
            {
                days.Add(day);
            }
        }

        return days;
    }
}
