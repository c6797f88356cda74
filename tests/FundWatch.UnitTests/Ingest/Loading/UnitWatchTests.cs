using FundWatch.UnitTests.Ingest.Quality;

namespace FundWatch.UnitTests.Ingest.Loading;

/// <summary>Lines below the header that may state a unit are said, and refuse no row.</summary>
public sealed class UnitWatchTests : IDisposable
{
    private const string Head = "使用流水号,申报编号,使用日期,金额", Row = "U1,A1,2025-03-01,5\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-units-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", "单位：人民币（专户万元）", "3 万元")]
    [InlineData("", "金额单位：元（专户万元）", "3 万元")]
    [InlineData("", ",,,专户万元", "3 万元")]
    [InlineData("", "二、项目支出（人民币）,,,专户万元", "3 万元")]
    [InlineData("（万元）", "单位：专户元", "3 元")]
    [InlineData("（万元）", "填报单位：四川广元", "")]
    [InlineData("（万元）", "单位：人民币", "")]
    [InlineData("（万元）", "单位：专户万元", "")]
    [InlineData("", "二、项目（50（万元）以上）", "")]
    [InlineData("", "二、项目（10万元（含）以上）", "")]
    public void What_may_be_the_unit_of_the_rows_below_it_is_said(string unit, string line, string said)
    {
        var load = ProfiledText.Of(_folder, $"{Head}{unit}\n{Row}{line}\n{Row.Replace("U1", "U2", StringComparison.Ordinal)}");
        load.Accepted.Should().Be(2, "no row is refused for it");
        string.Join(' ', load.OtherUnits.Select(u => $"{u.Line} {u.Unit}")).Should().Be(said);
    }
}
