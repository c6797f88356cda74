using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class TimestampCellTests
{
    [Theory]
    [InlineData("2025-03-02 12:30:05", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025-03-02T12:30:05", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025-03-02 12:30", "2025-03-02T12:30:00+08:00")]
    [InlineData("2025/3/2 9:05:07", "2025-03-02T09:05:07+08:00")]
    [InlineData("2025-03-02 12:30:05.25", "2025-03-02T12:30:05.25+08:00")]
    [InlineData("2025-03-02T04:30:05Z", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025-03-02T12:30:05+08:00", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025-03-02T12:30:05+0900", "2025-03-02T11:30:05+08:00")]
    [InlineData("2025-03-02 12:30:05-05", "2025-03-03T01:30:05+08:00")]
    [InlineData("2025年3月2日 12时30分5秒", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025年3月2日12时30分", "2025-03-02T12:30:00+08:00")]
    [InlineData("20250302123005", "2025-03-02T12:30:05+08:00")]
    [InlineData("20250302 123005", "2025-03-02T12:30:05+08:00")]
    [InlineData("20250302T123005", "2025-03-02T12:30:05+08:00")]
    [InlineData("20250302T1230", "2025-03-02T12:30:00+08:00")]
    [InlineData("20250302T043005Z", "2025-03-02T12:30:05+08:00")]
    [InlineData("20250302T123005.25+0800", "2025-03-02T12:30:05.25+08:00")]
    [InlineData("20250302T253005", null)]
    [InlineData("20250302T12300", null)]
    [InlineData("2025-03-02T12:00:00.123+08:00", "2025-03-02T12:00:00.123+08:00")]
    [InlineData("2025年3月2日下午3点", "2025-03-02T15:00:00+08:00")]
    [InlineData("2025年3月2日下午3点半", "2025-03-02T15:30:00+08:00")]
    [InlineData("2025/3/2 上午9:05", "2025-03-02T09:05:00+08:00")]
    [InlineData("2025-03-02", "2025-03-02T00:00:00+08:00")]
    [InlineData("45718.520833333336", "2025-03-02T12:30:00+08:00")]
    [InlineData("２０２５－０３－０２　１２：３０：０５", "2025-03-02T12:30:05+08:00")]
    [InlineData("2025-3-2 下午3:04", "2025-03-02T15:04:00+08:00")]
    [InlineData("2025/3/2 上午 12:05:00", "2025-03-02T00:05:00+08:00")]
    [InlineData("2025年3月2日下午三时四分", "2025-03-02T15:04:00+08:00")]
    [InlineData("2025年3月2日 15点", "2025-03-02T15:00:00+08:00")]
    [InlineData("2025-03-02 3:04:05 PM", "2025-03-02T15:04:05+08:00")]
    [InlineData("2025-03-02 中午12:30", "2025-03-02T12:30:00+08:00")]
    [InlineData("2025-03-02 晚上8:30", "2025-03-02T20:30:00+08:00")]
    [InlineData("2025-03-02 晚上12:30", null)]
    [InlineData("2025-03-02 上午15:00", null)]
    [InlineData("202503021230", "2025-03-02T12:30:00+08:00")]
    [InlineData("202503022530", null)]
    [InlineData("2025-03-02 24:00:00", null)]
    [InlineData("2025-03-02 12:60:00", null)]
    [InlineData("2025-03-02 12", null)]
    [InlineData("2025-03-0212:30", null)]
    [InlineData("2025-02-30 12:00", null)]
    [InlineData("2025-03-02 12:30 PST", null)]
    public void A_time_without_a_zone_is_in_Shanghai(string cell, string? expected)
    {
        var issue = TimestampCell.Parse(Cell.Of(cell), out var microseconds);
        if (expected is null)
        {
            issue.Should().Be(CellIssue.BadTimestamp);
            return;
        }

        issue.Should().Be(CellIssue.None);
        new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(microseconds * 10).Should().Be(DateTimeOffset.Parse(expected, null));
    }

    [Theory]
    [InlineData("2025-03-31T16:30:00Z", "2025-04-01")]
    [InlineData("1999-12-31 23:59:59", "1999-12-31")]
    public void The_month_is_that_of_Shanghai(string cell, string day)
    {
        TimestampCell.Parse(Cell.Of(cell), out var microseconds);
        TimestampCell.DayInShanghai(microseconds).Should().Be(DateOnly.Parse(day, null));
    }

    [Theory]
    [InlineData("2025-03", "2025-03-01")]
    [InlineData("2025/3", "2025-03-01")]
    [InlineData("2025年3月", "2025-03-01")]
    [InlineData("202503", "2025-03-01")]
    [InlineData("2025-03-17", "2025-03-01")]
    [InlineData("202513", null)]
    [InlineData("3月", null)]
    public void A_month_is_kept_as_its_first_day(string cell, string? expected)
    {
        var issue = MonthCell.Parse(Cell.Of(cell), out var first);
        issue.Should().Be(expected is null ? CellIssue.BadMonth : CellIssue.None);
        first.Should().Be(expected is null ? default : DateOnly.Parse(expected, null));
    }
}
