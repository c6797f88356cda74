using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.UnitTests.Ingest;

/// <summary>A unit that stands in the cell above several amounts was dropped, and they loaded ten thousand times too small.</summary>
public sealed class TwoLineHeaderTests
{
    [Theory]
    [InlineData("使用流水号,申报编号,使用日期,资金（万元）,\n,,,金额,已用\n", 10_000)]
    [InlineData("使用流水号,申报编号,使用日期,资金（万元）,\n,,,金额（元）,已用\n", 1)]
    [InlineData("使用流水号,申报编号,使用日期,资金万元,\n,,,金额,已用\n", 10_000)]
    [InlineData("使用流水号,申报编号,使用日期,已用（万元）,资金,\n,,,,金额,余额\n", 1)] // a name merged downwards, and no group
    [InlineData("使用流水号,申报编号,使用日期,万元\n,,,金额\n", 10_000)]
    [InlineData("使用流水号,申报编号,使用日期,补助（50（万元）以上）,\n,,,金额,已用\n", 1)]
    [InlineData("使用流水号,申报编号,使用日期,资金使用表（10万元（含）以上）,\n,,,金额,已用\n", 1)]
    [InlineData("使用流水号,申报编号,使用日期,资金十亿元,\n,,,金额,已用\n", 1_000_000_000)]
    [InlineData("使用流水号,申报编号,使用日期,资金仟元,\n,,,金额,已用\n", 1_000)]
    [InlineData("使用流水号,申报编号,使用日期,2025年资金（万元）,\n,,,金额,已用\n", 10_000)]
    [InlineData("资金使用表,,,万元\n使用流水号,申报编号,使用日期,金额\n", 10_000)]
    [InlineData(",,,资金（万元）,\n使用流水号,申报编号,使用日期,金额,已用\n", 10_000)] // all names in the lower line
    public void Amounts_take_the_unit_of_their_group_where_they_name_none(string header, long factor) =>
        Factor(header, "amount").Should().Be(factor);

    [Fact]
    public void Each_amount_is_in_the_unit_above_it()
    {
        const string header = "申报编号,奖补政策名称,主管部门,申报主体代码,申报主体,行政区划代码,申报日期,申报金额,其中（万元）,\n,,,,,,,,批复金额,拨付金额\n";
        new[] { "applied_amount", "approved_amount", "disbursed_amount" }.Select(c => Factor(header, c)).Should().Equal(1, 10_000, 10_000);
    }

    [Fact]
    public void A_group_in_a_unit_that_nobody_knows_is_not_taken_for_yuan()
    {
        var act = () => Factor("使用流水号,申报编号,使用日期,资金（兆元）,\n,,,金额,已用\n", "amount");
        act.Should().Throw<FileRefused>().Which.Code.Should().Be("unknown_unit");
    }

    private static long Factor(string text, string column)
    {
        var bytes = Encoding.UTF8.GetBytes(text + "1,2,3,4,5,6,7,8,9,10\n");
        using var reader = new DelimitedReader(new MemoryStream(bytes), Dialect.Detect(bytes));
        return HeaderRecognition.Recognise(reader, null, "a.csv").Columns.Single(c => c.Column.Name == column).Factor;
    }
}
