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
    [InlineData("2025-03-01T16:00:00.000Z")] // midnight in China, as scripts write it
    [InlineData("2025-03-02T15:59:59Z")]
    [InlineData("2025-03-02T23:30:00+04:00")]
    [InlineData("2025-03-02T23:30:00+08:00")]
    [InlineData("2025 年 3 月 2 日")]
    [InlineData("2025年3月2号")]
    [InlineData("2025–03–02")]
    [InlineData("2025 - 3 - 2")]
    [InlineData("2025年3月2日星期日")]
    [InlineData("2025-03-02（周日）")]
    [InlineData("2025年3月2日 星期日 下午3时")]
    [InlineData("二〇二五年三月二日")]
    [InlineData("二○二五年三月零二日")]
    [InlineData("2025-3-2 下午3:04")]
    [InlineData("2025.3.2")]
    [InlineData("20250302T120000")]
    [InlineData("2025-03-02T12:00:00.123+08:00")]
    [InlineData("2025年3月2日下午3点半")]
    public void Every_form_that_offices_write_is_the_same_day(string cell)
    {
        DateCell.Parse(Cell.Of(cell), out var date).Should().Be(CellIssue.None);
        date.Should().Be(new DateOnly(2025, 3, 2));
    }

    [Theory]
    [InlineData("20251")]
    [InlineData("20251.0")]
    [InlineData("20039")]
    public void A_serial_that_may_be_a_month_without_its_point_is_refused(string cell)
    {
        DateCell.Parse(Cell.Of(cell), out _).Should().Be(CellIssue.SerialOrMonth);
        TimestampCell.Parse(Cell.Of(cell), out _).Should().Be(CellIssue.SerialOrMonth);
    }

    [Theory]
    [InlineData("20250", 1955, 6, 10)] // no month of that number
    [InlineData("21001", 1957, 6, 30)]
    public void Other_serials_of_those_years_are_days(string cell, int year, int month, int day)
    {
        DateCell.Parse(Cell.Of(cell), out var date).Should().Be(CellIssue.None);
        date.Should().Be(new DateOnly(year, month, day));
    }

    [Theory]
    [InlineData("2025-02-30")]
    [InlineData("2025-13-01")]
    [InlineData("2025-00-10")]
    [InlineData("2025-1O-10")]
    [InlineData("20250230")]
    [InlineData("2025-03/02")]
    [InlineData("0025-03-02")]
    [InlineData("1899-12-31")]
    [InlineData("3-2-2025")]
    [InlineData("2025-03-02x")]
    [InlineData("2025-03-02 25:00")]
    [InlineData("2025年13月2日")]
    [InlineData("昨天")]
    [InlineData("12345")]
    [InlineData("2025")]
    [InlineData("2025年3月2日星期一")]
    [InlineData("二〇二五年十三月二日")]
    [InlineData("2025-03-02下午25:00")]
    [InlineData("03/02/2025")]
    [InlineData("1e308")]
    public void What_is_no_day_is_refused(string cell) => DateCell.Parse(Cell.Of(cell), out _).Should().Be(CellIssue.BadDate);

    [Theory]
    [InlineData("25-3-2", CellIssue.TwoDigitYear)]
    [InlineData("25/03/02", CellIssue.TwoDigitYear)]
    [InlineData("25年3月2日", CellIssue.TwoDigitYear)]
    [InlineData("Mar-25", CellIssue.TwoDigitYear)]
    [InlineData("2025年3月", CellIssue.MonthWithoutDay)]
    [InlineData("2025-03", CellIssue.MonthWithoutDay)]
    [InlineData("2025-3", CellIssue.MonthWithoutDay)]
    [InlineData("二〇二五年三月", CellIssue.MonthWithoutDay)]
    public void A_date_that_lacks_a_part_is_told_apart_and_never_completed(string cell, CellIssue issue) => DateCell.Parse(Cell.Of(cell), out _).Should().Be(issue);

    [Theory]
    [InlineData("25-3-2", "yy-M-d")]
    [InlineData("44256", "excel1904")]
    [InlineData("2 Mar 2025", "d MMM yyyy")]
    public void A_mapping_may_name_the_form(string cell, string format)
    {
        DateCell.Parse(Cell.Of(cell), [format], out var date).Should().Be(CellIssue.None);
        date.Should().Be(new DateOnly(2025, 3, 2));
    }

    [Theory]
    [InlineData("2025年3月")]
    [InlineData("2025年03月份")]
    [InlineData("202503")]
    [InlineData("2025/3")]
    [InlineData("二〇二五年三月")]
    [InlineData("2025 年 3 月")]
    [InlineData("2025-03-15")]
    public void A_month_is_kept_as_its_first_day(string cell)
    {
        MonthCell.Parse(Cell.Of(cell), out var day).Should().Be(CellIssue.None);
        day.Should().Be(new DateOnly(2025, 3, 1));
    }

    [Fact]
    public void Any_day_survives_every_form() =>
        Gen.Int[0, 50_000].Select(days => new DateOnly(1955, 1, 1).AddDays(days)).Sample(day =>
            new[] { "yyyy-MM-dd", "yyyy/M/d", "yyyy.MM.dd", "yyyyMMdd", "yyyy年M月d日", "yyyy年MM月dd日 dddd" }.Select(f => day.ToString(f, System.Globalization.CultureInfo.GetCultureInfo("zh-CN")))
                .Append((day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(null, null))
                .Where(text => text is not [_, _, _, _, >= '1'] || string.CompareOrdinal(text, "21000") > 0) // may be a month without its point
                .All(text => DateCell.Parse(Cell.Of(text), out var parsed) == CellIssue.None && parsed == day));

    // Pieces that parsers look for, in any order.
    private static readonly Gen<byte[]> _likely = Words("2025", "25", "年", "月", "日", "-", "/", ".", "3", "十", "零", "壹", "佰", "万", "亿", "元", "角", "整", "下午", "星期", "E+", "1.2", "(", ")",
        "%", "￥", "\u3000", "\u200B", "\u00A0", ",", "T", ":", "Z", "+08", "日", "周", "负", "人民币", "000000000000000", "330103");

    private static Gen<byte[]> Words(params string[] words) =>
        Gen.Int[0, words.Length - 1].Array[0, 12].Select(parts => System.Text.Encoding.UTF8.GetBytes(string.Concat(parts.Select(i => words[i]))));

    [Fact]
    public void Bytes_of_any_kind_never_throw() =>
        Gen.OneOf(Gen.Byte.Array[0, 24], _likely).Sample(bytes =>
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
            ResidentId.TryModernise(folded, new byte[18]);
            ChineseAmount.TryParse(folded, out _);
            ExcelDamage.IsScientific(folded);
            ExcelDamage.HasLostDigits(folded);
            CellText.IsEmpty(folded);
        });
}
