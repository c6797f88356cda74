using FundWatch.Core.Names;

namespace FundWatch.UnitTests.Names;

public sealed class NameRegisterTests
{
    private static readonly NameRegister _register = new(
    [
        new("A1", "岚溪区卫生健康局", "431402"), new("A2", "岚溪区发展和改革局", "431402"), new("A3", "岚溪区农业农村局", "431402"), new("A4", "岚溪区城市管理局", "431402"),
        new("A5", "岚溪区第一小学", "431402"), new("A6", "岚溪区第二小学", "431402"), new("A7", "岚溪区人民政府办公室", "431402"), new("A8", "岚溪区市场监督管理局", "431402"),
        new("B1", "砚溪县卫生健康局", "431421"), new("B2", "砚溪县教育局", "431421"), new("B3", "砚溪县教育局", "431422"), new("C1", "沅汀市卫生健康委员会", "431400"),
        new("D1", "岚溪泰洋竹木制品有限公司", null), new("D2", "岚溪（湖南）隆基机械有限责任公司", null), new("D3", "同名商贸有限公司", null), new("D4", "同名商贸有限公司", null),
        new("E1", "湖南省沅汀市岚溪区财政局", "431402"), new("F1", "桐庐县住房和城乡建设局", "330122"), new("F2", "中国共产党桐庐县委员会组织部", "330122"), new("F3", "中国共产主义青年团桐庐县委员会", "330122"),
        new("F4", "中共桐庐县纪律检查委员会", "330122"), new("F5", "杭州市市场监督管理局", "330100"), new("F6", "桐乡市自然资源和规划局", "330483"),
    ]);

    [Theory]
    [InlineData("岚溪区卫生健康局", null, "A1", MatchMethod.Exact)]
    [InlineData(" 岚溪区　卫生健康局\u200B", "431402", "A1", MatchMethod.Exact)]
    [InlineData("岚溪(湖南)隆基机械有限责任公司", null, "D2", MatchMethod.Exact)]
    [InlineData("岚溪【湖南】隆基机械有限公司", null, "D2", MatchMethod.Firm)]
    [InlineData("岚溪泰洋竹木制品有限责任公司", null, "D1", MatchMethod.Firm)]
    [InlineData("区卫健局", "431402", "A1", MatchMethod.Abbreviation)]
    [InlineData("卫健局", "431402", "A1", MatchMethod.Abbreviation)]
    [InlineData("岚溪卫健局", "431402", "A1", MatchMethod.Abbreviation)]
    [InlineData("岚溪区卫健局", null, "A1", MatchMethod.Abbreviation)]
    [InlineData("沅汀市岚溪区卫健局", null, "A1", MatchMethod.Abbreviation)]
    [InlineData("县卫健局", "431421", "B1", MatchMethod.Abbreviation)]
    [InlineData("市卫健委", "431400", "C1", MatchMethod.Abbreviation)]
    [InlineData("岚溪区发改局", null, "A2", MatchMethod.Abbreviation)]
    [InlineData("岚溪区发展改革局", null, "A2", MatchMethod.Abbreviation)]
    [InlineData("区城管局", "431402", "A4", MatchMethod.Abbreviation)]
    [InlineData("区市监局", "431402", "A8", MatchMethod.Abbreviation)]
    [InlineData("区政府办", "431402", "A7", MatchMethod.Abbreviation)]
    [InlineData("岚溪区财政局", null, "E1", MatchMethod.Abbreviation)]
    [InlineData("桐庐县住建局", "330122", "F1", MatchMethod.Abbreviation)]
    [InlineData("县住建局", "330122", "F1", MatchMethod.Abbreviation)]
    [InlineData("桐庐县委组织部", null, "F2", MatchMethod.Abbreviation)]
    [InlineData("县委组织部", "330122", "F2", MatchMethod.Abbreviation)]
    [InlineData("团县委", "330122", "F3", MatchMethod.Abbreviation)]
    [InlineData("共青团桐庐县委", null, "F3", MatchMethod.Abbreviation)]
    [InlineData("桐庐县纪委监委", null, "F4", MatchMethod.Abbreviation)]
    [InlineData("杭州市市监局", null, "F5", MatchMethod.Abbreviation)]
    [InlineData("桐乡市自规局", null, "F6", MatchMethod.Abbreviation)]
    [InlineData("砚溪县教育局", "431422", "B3", MatchMethod.Exact)]
    [InlineData("岚溪区农业农村厅", "431402", "A3", MatchMethod.Near)]
    [InlineData("岚溪区一小学", "431402", "A5", MatchMethod.Near)]
    [InlineData("岚溪泰洋竹木制品有限公", null, "D1", MatchMethod.Near)]
    public void A_written_name_is_found_where_only_one_fits(string written, string? region, string code, MatchMethod method)
    {
        var match = _register.Find(written, region);
        (match?.Registered.Code, match?.Method).Should().Be((code, method));
        match!.Confidence.Should().BeInRange(0.5m, 1);
    }

    [Theory]
    [InlineData("砚溪县教育局", null)] // two bear the name
    [InlineData("砚溪县教育局", "431402")]
    [InlineData("同名商贸有限公司", null)]
    [InlineData("县卫健局", "431402")] // this place is a district
    [InlineData("县卫健局", null)] // of which county?
    [InlineData("卫健局", null)]
    [InlineData("岚溪区第三小学", "431402")] // near two, the same as none
    [InlineData("岚溪县卫生健康局", "431402")]
    [InlineData("岚溪区水利局", "431402")]
    [InlineData("峰溪区农业农村局", "431402")] // another place
    [InlineData("张三", "431402")]
    [InlineData("局", "431402")]
    [InlineData("", null)]
    public void Where_none_or_several_fit_nothing_is_guessed(string written, string? region) => _register.Find(written, region).Should().BeNull();

    [Theory]
    [InlineData("岚溪区城市管理局", "岚溪区", "城市管理局")]
    [InlineData("湖南省沅汀市岚溪区石桥镇中心小学", "湖南省沅汀市岚溪区石桥镇", "中心小学")]
    [InlineData("市场监督管理局", "", "市场监督管理局")]
    [InlineData("县卫健局", "县", "卫生健康局")]
    [InlineData("桐庐县住房和城乡建设局", "桐庐县", "住房城乡建设局")]
    [InlineData("杭州市市场监督管理局", "杭州市", "市场监督管理局")]
    [InlineData("桐乡市财政局", "桐乡市", "财政局")]
    [InlineData("苏州市吴江区财政局", "苏州市吴江区", "财政局")]
    [InlineData("岚溪区乡村振兴局", "岚溪区", "乡村振兴局")]
    public void A_name_is_cut_behind_its_place(string name, string place, string body) => PlacedName.Of(name).Should().Be(new PlacedName(place, body));
}
