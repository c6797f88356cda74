using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Host.Pages.Ingest;
using FundWatch.Host.Texts;

namespace FundWatch.UnitTests.Ingest;

/// <summary>The table in which a person corrects a draft: the unit it shows is the one that the amounts are read in.</summary>
public sealed class MappingSheetTests
{
    [Theory]
    [InlineData("吃饭花销（万元）", "万元")]
    [InlineData("饭钱（百元）", "百元")]
    [InlineData("总共（十万元)", "十万元")]
    [InlineData("花费万元", "万元")]
    [InlineData("花费", "元")]
    [InlineData("花费(元)", "元")]
    [InlineData("花费(角)", "")]
    public void A_column_assigned_by_hand_shows_the_unit_of_its_header(string header, string unit)
    {
        var row = new SheetRow(header, [], 0);
        (row.Unit, row.UnitToSay).Should().Be((unit, null), "the header's own unit holds, also for a later file that has another");
    }

    [Fact]
    public void A_unit_that_a_person_chooses_is_said_also_where_it_is_yuan()
    {
        var sheet = Sheet("甲,乙,花费（万元）\n1,2,3\n");
        sheet.Rows.Single(r => r.Header == "花费（万元）").Should().BeEquivalentTo(new { Unit = "万元" }, o => o.ExcludingMissingMembers());
        foreach (var r in sheet.Rows)
        {
            r.Column = "";
        }

        var row = sheet.Rows.Single(r => r.Header == "花费（万元）");
        (row.Column, row.Unit) = ("amount", "元");
        sheet.ToMapping("x").Columns["amount"].Unit.Should().Be("元");
    }

    [Fact]
    public void A_unit_above_the_header_is_shown_for_columns_that_the_draft_did_not_use()
    {
        var row = Sheet("单位：万元,,\n甲,乙,丙\n1,2,3\n4,5,6\n").Rows.Single(r => r.Header == "丙");
        row.Unit.Should().Be("万元");
        row.UnitToSay.Should().Be("万元", "a mapping says what a line above the header said");
        row.Unit = "元";
        row.UnitToSay.Should().Be("元");
    }

    [Fact]
    public void Units_have_a_value_in_English()
    {
        Units.Names.Should().Contain("万元");
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new(Words.English);
        try
        {
            (MappingSheet.UnitLabel("万元"), MappingSheet.UnitLabel("元")).Should().Be(("万元 (10,000 yuan)", "元 (yuan)"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    private static MappingSheet Sheet(string table)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-sheet-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, table);
        try
        {
            return new MappingSheet(MappingDraft.Of(path, "fund_use"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
