using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.UnitTests.Ingest;

public sealed class MeasureTests
{
    [Theory]
    [InlineData("2.5亩", "亩", 25000)]
    [InlineData("２．５ 亩", "亩", 25000)]
    [InlineData("1.2万亩", "亩", 120000000)]
    [InlineData("1公顷", "亩", 150000)]
    [InlineData("2000平方米", "亩", 30000)]
    [InlineData("2000㎡", "亩", 30000)]
    [InlineData("30公斤", "公斤", 300000)]
    [InlineData("30 KG", "公斤", 300000)]
    [InlineData("15kg", "千克", 150000)]
    [InlineData("20斤", "公斤", 100000)]
    [InlineData("15kg", "斤", 300000)]
    [InlineData("1.5吨", "kg", 15000000)]
    [InlineData("0.0000001吨", "kg", 1)]
    [InlineData("500克", "公斤", 5000)]
    [InlineData("二两", "公斤", 1000)]
    [InlineData("30箱", "箱", 300000)]
    public void A_quantity_with_its_unit_is_read_in_that_of_its_column(string cell, string unit, long scaled)
    {
        Measure.Parse(Cell.Of(cell), unit, 4, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(scaled);
    }

    [Theory]
    [InlineData("30公斤", "箱", CellIssue.OtherUnit)]
    [InlineData("30箱", "公斤", CellIssue.OtherUnit)]
    [InlineData("2亩", "公斤", CellIssue.OtherUnit)]
    [InlineData("1亩", "平方米", CellIssue.OtherUnit)] // 666.666…
    [InlineData("约30公斤", "公斤", CellIssue.BadNumber)]
    [InlineData("公斤", "公斤", CellIssue.BadNumber)]
    [InlineData("12a", "公斤", CellIssue.BadNumber)]
    [InlineData("5%", "公斤", CellIssue.BadNumber)]
    public void What_cannot_be_converted_exactly_is_refused(string cell, string unit, CellIssue issue) => Measure.Parse(Cell.Of(cell), unit, 4, out _).Should().Be(issue);

    [Fact]
    public void The_refusal_names_the_unit_that_is_expected()
    {
        var (zh, en) = CellIssues.Describe(CellIssue.OtherUnit, "数量", "30箱", "公斤");
        zh.Should().StartWith("“数量”应以“公斤”计，实为“30箱”");
        en.Should().StartWith("'数量' should be in '公斤'; found '30箱'");
    }

    [Theory]
    [InlineData("建设面积(亩)", "亩")]
    [InlineData("建设面积（单位：公顷）", "公顷")]
    [InlineData("建设面积(估算)", null)]
    [InlineData("建设面积", null)]
    public void A_header_states_its_unit_in_brackets(string header, string? unit) => Measure.InBrackets(header).Should().Be(unit);

    [Fact]
    public void Only_what_the_contract_measures_has_a_unit_of_its_own() =>
        RecordStreams.All.SelectMany(s => s.Columns).Where(c => Measure.Of(c) is not null).Select(c => c.Name).Should().Equal("area_mu");
}
