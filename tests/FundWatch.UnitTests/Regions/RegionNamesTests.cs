using FundWatch.Data.Regions;

namespace FundWatch.UnitTests.Regions;

public sealed class RegionNamesTests
{
    [Theory]
    [InlineData("莲坪县水利局", "莲坪县")]
    [InlineData("云泽市人民政府办公室", "云泽市")]
    [InlineData("云泽市市场监督管理局", "云泽市")]
    [InlineData("湖南省娄底市新化县教育局", "新化县")]
    [InlineData("岚溪区生态环境局", "岚溪区")]
    [InlineData("枫岭县龙井镇人民政府", "枫岭县")]
    [InlineData("某某管理委员会", null)]
    public void The_name_of_an_office_begins_with_its_division(string office, string? division) => RegionNames.Of(office).Should().Be(division);
}
