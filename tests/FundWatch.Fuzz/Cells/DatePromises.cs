using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Cells;

/// <summary>Dates, months and moments: within the years that are taken, and printed as ISO 8601 the same again.</summary>
internal static class DatePromises
{
    private static readonly DateTime _epoch = new(2000, 1, 1);
    private static readonly string[][] _formats = [["dd/MM/yyyy"], ["yyMMdd", DateCell.Serial1904], ["dd/MM/yyyy HH:mm", "yyyyMMddHHmmsszzz"]];

    public static void Check(byte[] cell, byte choice)
    {
        var formats = _formats[choice % _formats.Length];
        if (DateCell.Parse(cell, out var date) == CellIssue.None)
        {
            Day(date);
        }

        if (DateCell.Parse(cell, formats, out date) == CellIssue.None)
        {
            Day(date);
        }

        if (MonthCell.Parse(cell, out var month) == CellIssue.None)
        {
            PromiseBroken.Unless(month.Day == 1, "a month is kept as its first day");
            Day(month);
            var printed = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
            PromiseBroken.Unless(MonthCell.Parse(Encoding.UTF8.GetBytes(printed), out var again) == CellIssue.None && again == month, $"{printed} is read back as {again}");
        }

        if (TimestampCell.Parse(cell, out var moment) == CellIssue.None)
        {
            Moment(moment);
        }

        if (TimestampCell.Parse(cell, formats, out moment) == CellIssue.None)
        {
            Moment(moment);
        }
    }

    private static void Day(DateOnly date)
    {
        PromiseBroken.Unless(date.Year is >= DateCell.FirstYear and <= DateCell.LastYear, $"{date:O} is outside the years that are taken");
        var printed = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        PromiseBroken.Unless(DateCell.Parse(Encoding.UTF8.GetBytes(printed), out var again) == CellIssue.None && again == date, $"{printed} is read back as {again:O}");
    }

    private static void Moment(long microseconds)
    {
        var day = TimestampCell.DayInShanghai(microseconds);
        var local = _epoch.AddTicks(microseconds * 10).AddHours(8);
        PromiseBroken.Unless(DateOnly.FromDateTime(local) == day, "the day in Shanghai is the moment's");
        if (day.Year is < DateCell.FirstYear or > DateCell.LastYear)
        {
            return; // another zone's first or last hours
        }

        var printed = local.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        PromiseBroken.Unless(TimestampCell.Parse(Encoding.UTF8.GetBytes(printed), out var again) == CellIssue.None && again == microseconds, $"{printed} is read back as {again}, not {microseconds}");
    }
}
