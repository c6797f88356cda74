using CsCheck;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class DateCellTests
{
    [Theory]
    [InlineData("2025-03-02")]
    [InlineData("2025-3-2")]
    [InlineData("2025/3/2")]
    [InlineData("2025/03/02")]
    [InlineData("2025.03.02")]
    [InlineData("20250302")]
    [InlineData("2025年3月2日")]
    [InlineData("2025年03月02日")]
    [InlineData("2025年3月2")]
    [InlineData("２０２５－０３－０２")]
    [InlineData("　2025-03-02 ")]
    [InlineData("\u200B2025-03-02\uFEFF")]
    [InlineData("45718")]
    [InlineData("45718.5")]
    [InlineData("2025-03-02 00:00:00")]
    [InlineData("2025/3/2 9:05")]
    [InlineData("2025-03-02T00:00:00Z")]
    public void Every_form_that_offices_write_is_the_same_day(string cell)
    {
        DateCell.Parse(Cell.Of(cell), out var date).Should().Be(CellIssue.None);
        date.Should().Be(new DateOnly(2025, 3, 2));
    }

    [Theory]
    [InlineData("2025-02-30")]
    [InlineData("2025-13-01")]
    [InlineData("2025-00-10")]
    [InlineData("2025-1O-10")]
    [InlineData("20250230")]
    [InlineData("2025-03/02")]
    [InlineData("25-3-2")]
    [InlineData("0025-03-02")]
    [InlineData("1899-12-31")]
    [InlineData("3-2-2025")]
    [InlineData("2025-03-02x")]
    [InlineData("2025-03-02 25:00")]
    [InlineData("2025年13月2日")]
    [InlineData("昨天")]
    [InlineData("12345")]
    [InlineData("2025")]
    [InlineData("2025-03")]
    [InlineData("1e308")]
    public void What_is_no_day_is_refused(string cell) => DateCell.Parse(Cell.Of(cell), out _).Should().Be(CellIssue.BadDate);

    [Fact]
    public void Any_day_survives_every_form() =>
        Gen.Int[0, 50_000].Select(days => new DateOnly(1955, 1, 1).AddDays(days)).Sample(day =>
            new[] { "yyyy-MM-dd", "yyyy/M/d", "yyyy.MM.dd", "yyyyMMdd", "yyyy年M月d日" }.Select(f => day.ToString(f, null))
                .Append((day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(null, null))
                .All(text => DateCell.Parse(Cell.Of(text), out var parsed) == CellIssue.None && parsed == day));

    [Fact]
    public void Bytes_of_any_kind_never_throw() =>
        Gen.Byte.Array[0, 24].Sample(bytes =>
        {
            var folded = CellText.Fold(CellText.Trim(bytes), new byte[bytes.Length]);
            DateCell.Parse(folded, out _);
            TimestampCell.Parse(folded, out _);
            MonthCell.Parse(folded, out _);
            NumberCell.Parse(folded, 2, 1, out _);
            CountCell.Parse(folded, out _);
            PercentCell.Parse(folded, out _);
            RegionCell.Parse(folded, false, out _);
            CreditCode.IsValid(folded);
            ResidentId.IsValid(folded);
        });
}
