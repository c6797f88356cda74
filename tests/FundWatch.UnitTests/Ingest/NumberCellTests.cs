using System.Globalization;
using CsCheck;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class NumberCellTests
{
    [Theory]
    [InlineData("1234.5", 123450)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-12.30", -1230)]
    [InlineData("+12", 1200)]
    [InlineData("1,234,567.89", 123456789)]
    [InlineData("12,345", 1234500)]
    [InlineData("１２３４．５６", 123456)]
    [InlineData("１，２３４．５０", 123450)]
    [InlineData("¥1,234.00", 123400)]
    [InlineData("￥ 1234", 123400)]
    [InlineData("-￥50", -5000)]
    [InlineData("￥-50", -5000)]
    [InlineData("CNY 88.8", 8880)]
    [InlineData("500元", 50000)]
    [InlineData("500元整", 50000)]
    [InlineData("1.2万", 1200000)]
    [InlineData("1.2万元", 1200000)]
    [InlineData("３万元", 3000000)]
    [InlineData("0.5亿", 5000000000)]
    [InlineData("(500.00)", -50000)]
    [InlineData("（500）", -50000)]
    [InlineData("1.2E5", 12000000)]
    [InlineData("5e-1", 50)]
    [InlineData(".5", 50)]
    [InlineData("5.", 500)]
    [InlineData("9999999999999999.99", 999999999999999999)]
    public void An_amount_is_read_to_the_cent(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 1, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("12.34.56", CellIssue.TwoDecimalPoints)]
    [InlineData("1,234.5.6", CellIssue.TwoDecimalPoints)]
    [InlineData("1,23", CellIssue.BadThousands)]
    [InlineData("1234,567", CellIssue.BadThousands)]
    [InlineData("1,2345", CellIssue.BadThousands)]
    [InlineData("1,234,56", CellIssue.BadThousands)]
    [InlineData("12a", CellIssue.BadNumber)]
    [InlineData("约500", CellIssue.BadNumber)]
    [InlineData("£50", CellIssue.BadNumber)]
    [InlineData("--5", CellIssue.BadNumber)]
    [InlineData("万", CellIssue.BadNumber)]
    [InlineData(".", CellIssue.BadNumber)]
    [InlineData("1e308", CellIssue.TooLarge)]
    [InlineData("10000000000000000", CellIssue.TooLarge)]
    [InlineData("NaN", CellIssue.BadNumber)]
    [InlineData("∞", CellIssue.BadNumber)]
    public void What_is_no_amount_is_refused_with_its_own_code(string cell, CellIssue issue) =>
        NumberCell.Parse(Cell.Of(cell), 2, 1, out _).Should().Be(issue);

    [Theory]
    [InlineData("1.005", 101)]
    [InlineData("1.004", 100)]
    [InlineData("-1.005", -101)]
    [InlineData("0.0049", 0)]
    public void More_than_two_decimals_are_rounded_half_up_with_a_warning(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 1, out var parsed).Should().Be(CellIssue.Rounded);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("1.2", 1200000)]
    [InlineData("0.000123", 123)]
    [InlineData("1.2万", 1200000)]
    [InlineData("500元", 50000)]
    public void A_unit_in_the_header_multiplies_unless_the_cell_names_its_own(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 10_000, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Fact]
    public void Any_amount_survives_plain_grouped_and_full_width_writing() =>
        Gen.Long[-99_999_999_999_999, 99_999_999_999_999].Sample(cents =>
        {
            var amount = cents / 100m;
            var plain = amount.ToString("0.00", CultureInfo.InvariantCulture);
            var grouped = amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
            var fullWidth = string.Concat(plain.Select(c => (char)(c + 0xFEE0)));
            return new[] { plain, grouped, fullWidth, "￥" + plain, plain + "元" }
                .All(text => NumberCell.Parse(Cell.Of(text), 2, 1, out var parsed) == CellIssue.None && parsed == cents);
        });

    [Theory]
    [InlineData("12", 12, CellIssue.None)]
    [InlineData("12.0", 12, CellIssue.None)]
    [InlineData("１２人", 12, CellIssue.None)]
    [InlineData("1,200", 1200, CellIssue.None)]
    [InlineData("-3", 0, CellIssue.NegativeCount)]
    [InlineData("－3", 0, CellIssue.NegativeCount)]
    [InlineData("2.5", 0, CellIssue.BadCount)]
    [InlineData("三", 0, CellIssue.BadCount)]
    [InlineData("99999999999", 0, CellIssue.TooLarge)]
    public void A_count_is_a_whole_number_and_not_negative(string cell, int expected, CellIssue issue)
    {
        CountCell.Parse(Cell.Of(cell), out var count).Should().Be(issue);
        count.Should().Be(expected);
    }

    [Theory]
    [InlineData("45", 450000, CellIssue.None)]
    [InlineData("45.5%", 455000, CellIssue.None)]
    [InlineData("100", 1000000, CellIssue.None)]
    [InlineData("100.1", 1001000, CellIssue.PercentRange)]
    [InlineData("-1", -10000, CellIssue.PercentRange)]
    public void A_share_lies_between_0_and_100(string cell, long scaled, CellIssue issue)
    {
        PercentCell.Parse(Cell.Of(cell), out var parsed).Should().Be(issue);
        parsed.Should().Be(scaled);
    }
}
