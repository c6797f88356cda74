using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.UnitTests.Ingest;

public sealed class CellTextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("－", true)]
    [InlineData("-", true)]
    [InlineData("—", true)]
    [InlineData("——", true)]
    [InlineData("/", true)]
    [InlineData("无", true)]
    [InlineData("NULL", true)]
    [InlineData("null", true)]
    [InlineData("N/A", true)]
    [InlineData("\\N", true)]
    [InlineData("None", true)]
    [InlineData("暂无", true)]
    [InlineData("（无）", true)]
    [InlineData("ＮＵＬＬ", true)]
    [InlineData("Ｎ／Ａ", true)]
    [InlineData("---", true)]
    [InlineData("－－", true)]
    [InlineData("─", true)]
    [InlineData("//", true)]
    [InlineData("未填写", true)]
    [InlineData("暂无锡山", false)]
    [InlineData("空军", false)]
    [InlineData("-5", false)]
    [InlineData("Nathan", false)]
    [InlineData("0", false)]
    [InlineData("无锡", false)]
    [InlineData("--5", false)]
    public void Offices_write_nothing_in_many_ways(string cell, bool isEmpty) => CellText.IsEmpty(Encoding.UTF8.GetBytes(cell)).Should().Be(isEmpty);

    [Theory]
    [InlineData(" 张 伟　", "张 伟")]
    [InlineData("\u00A0张伟\t", "张伟")]
    [InlineData("张\u200B伟", "张伟")]
    [InlineData("\uFEFF张伟", "张伟")]
    [InlineData("张\0伟", "张伟")]
    [InlineData("\u2003张伟\u202F", "张伟")]
    [InlineData("张\u00AD伟\u202C", "张伟")]
    [InlineData("\u2060\uFEFF 张伟\u200D", "张伟")]
    [InlineData("第一行\r\n第二行", "第一行  第二行")]
    [InlineData("（甲）Ａ", "（甲）Ａ")]
    public void A_name_keeps_its_forms_but_loses_what_cannot_be_seen(string cell, string expected)
    {
        var bytes = CellText.Trim(Encoding.UTF8.GetBytes(cell));
        Encoding.UTF8.GetString(CellText.Clean(bytes, new byte[bytes.Length])).Should().Be(expected);
    }

    [Theory]
    [InlineData("ＡＢ－１２（３）", "AB-12(3)")]
    [InlineData("A\u3000B", "A B")]
    [InlineData("\u2212１", "-1")]
    [InlineData("～", "~")]
    public void A_code_is_folded_to_half_width(string cell, string expected) => Encoding.UTF8.GetString(Cell.Of(cell)).Should().Be(expected);

    [Theory]
    [InlineData("330102", false, CellIssue.None, "330102")]
    [InlineData("３３０１０２", false, CellIssue.None, "330102")]
    [InlineData("330102000000", false, CellIssue.None, "330102")]
    [InlineData("330102.0", false, CellIssue.None, "330102")]
    [InlineData("33", true, CellIssue.None, "33")]
    [InlineData("33", false, CellIssue.BadRegion, "33")]
    [InlineData("33010", false, CellIssue.BadRegion, "33010")]
    [InlineData("杭州", false, CellIssue.BadRegion, "杭州")]
    [InlineData("990000", false, CellIssue.UnknownRegion, "990000")]
    [InlineData("3.30102E+11", false, CellIssue.DamagedByExcel, "3.30102E+11")]
    [InlineData("330183", false, CellIssue.RegionMapped, "330111")]
    [InlineData("330185001002", false, CellIssue.RegionMapped, "330112")]
    [InlineData("330103", false, CellIssue.RegionMapped, "330105")]
    [InlineData("330104", false, CellIssue.RegionAbolished, "330104")]
    [InlineData("310225", false, CellIssue.RegionMapped, "310115")]
    [InlineData("330182", false, CellIssue.None, "330182")]
    public void A_division_code_has_six_digits(string cell, bool prefix, CellIssue issue, string expected)
    {
        RegionCell.Parse(Cell.Of(cell), prefix, out var code).Should().Be(issue);
        Encoding.UTF8.GetString(code).Should().Be(expected);
    }

    [Theory]
    [InlineData("reception", "meal_type", "晚餐", "晚")]
    [InlineData("reception", "org_level", "县级", "县")]
    [InlineData("reception", "payment_method", "公务卡", "公务卡")]
    [InlineData("project_event", "event_kind", "设计变更", "变更")]
    [InlineData("holiday", "kind", "调休上班", "调休上班")]
    [InlineData("project", "tender_method", "公开 招标", "公开招标")]
    [InlineData("project", "tender_method", "竞争性磋商采购", "竞争性磋商")]
    [InlineData("reception", "meal_type", "夜 宵", null)]
    [InlineData("reception", "meal_type", "夜宵", null)]
    public void Other_spellings_of_a_code_are_known(string stream, string column, string cell, string? expected)
    {
        var list = CodeList.Of(RecordStreams.Get(stream).Column(column))!;
        list.TryFind(Encoding.UTF8.GetBytes(cell), out var code).Should().Be(expected is not null);
        Encoding.UTF8.GetString(code).Should().Be(expected ?? cell);
    }

    [Theory]
    [InlineData("reception", "purpose")]
    [InlineData("subsidy", "industry_code")]
    [InlineData("meal_purchase", "unit")]
    [InlineData("subsidy", "project_summary")]
    public void Free_text_has_no_code_list(string stream, string column) => CodeList.Of(RecordStreams.Get(stream).Column(column)).Should().BeNull();

    [Theory]
    [InlineData("张三", "张**")]
    [InlineData("欧阳修", "欧**")]
    [InlineData("13800001234", "****1234")]
    [InlineData("6222 0000 1111 1234", "****1234")]
    [InlineData("浙江省杭州市上城区望江街道1号", "浙江省杭州市****")]
    public void A_person_is_shown_masked(string value, string masked) => PersonalValue.Mask(Encoding.UTF8.GetBytes(value)).Should().Be(masked);

    [Theory]
    [InlineData("6222 0000-1111 1234", "6222000011111234")]
    [InlineData("６２２２000011111234", "6222000011111234")]
    [InlineData("张　三", "张三")]
    [InlineData("44011320141005001x", "44011320141005001X")]
    [InlineData("Jean-Luc", "JEAN-LUC")]
    public void Spellings_of_one_person_become_one(string value, string normal)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Encoding.UTF8.GetString(PersonalValue.Normalise(bytes, new byte[bytes.Length])).Should().Be(normal);
    }

    [Fact]
    public void Every_refusal_and_warning_has_a_code_and_words_in_both_languages()
    {
        foreach (var issue in Enum.GetValues<CellIssue>().Where(i => i > CellIssue.Empty))
        {
            var (zh, en) = CellIssues.Describe(issue, "金额", "x", "y");
            zh.Should().MatchRegex("[\u4e00-\u9fff]");
            en.Should().NotContain("{");
            CellIssues.Code(issue).Should().MatchRegex("^[a-z_]+$");
        }

        CellIssues.Codes.Should().OnlyHaveUniqueItems();
    }
}
