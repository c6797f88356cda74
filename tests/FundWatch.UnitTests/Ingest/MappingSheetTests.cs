using System.Text;
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
    [InlineData("花费（英镑）", "元")] // one of its currency, whatever that is
    [InlineData("花费（万美元）", "万元")]
    [InlineData("单价（元/公斤）", "元")]
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
    public void A_guessed_unit_is_one_until_a_person_chooses_another()
    {
        var row = Sheet("甲,乙,花费（专户万元）\n1,2,3\n").Rows.Single(r => r.Header == "花费（专户万元）");
        (row.Unit, row.IsUnitGuessed).Should().Be(("万元", true));
        row.Unit = "元";
        row.IsUnitGuessed.Should().BeFalse();
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

    [Theory]
    [InlineData("{ \"use_id\": { \"from\": [\"年度\", \"使用流水号\"] } }", "使用流水号,金额,年度\n1,5,2025\n")]
    [InlineData("{ \"use_id\": { \"from\": [\"使用流水号\", \"年度\"], \"separator\": \"-\", \"may_be_empty\": [\"年度\"] } }", "年度,使用流水号\n2025,1\n")]
    [InlineData("{ \"amount\": { \"from\": \"金额(元)\" }, \"payee_name\": { \"from\": \"收款人 \" } }", "收款人,金额（元）\n张三,5\n")]
    [InlineData("{ \"amount\": { \"from\": \"金额\" } }", "单位：万元,,\n使用流水号,使用日期,金额\nU1,2025-03-01,5\n")]
    [InlineData("{ \"amount\": { \"from\": \"金额\", \"unit\": \"万元\" } }", "使用流水号,金额（万元）\nU1,5\n")]
    [InlineData("{ \"payee_name\": { \"from\": \"摘要\", \"remove\": [\"付\"] }, \"purpose\": { \"from\": \"摘要\" }, \"use_id\": { \"from\": [\"摘要\", \"号\"] } }", "号,摘要\n1,付张三\n")]
    [InlineData("{ \"use_id\": { \"template\": \"{年度}-{号}\" }, \"purpose\": { \"constant\": \"招待\" } }", "号,年度\n1,2025\n")]
    public void What_nobody_changes_in_a_kept_mapping_is_kept_as_it_was(string columns, string file)
    {
        var kept = Kept(columns);
        var sheet = Sheet(file, kept);
        sheet.Absent.Should().BeEmpty();
        sheet.ToMapping("x").Columns.Should().BeEquivalentTo(kept.Columns);
        string.Join('|', sheet.ToMapping("x").Columns.OrderBy(c => c.Key).SelectMany(c => c.Value.From?.Names ?? [])).Should().Be(string.Join('|', kept.Columns.OrderBy(c => c.Key).SelectMany(c => c.Value.From?.Names ?? [])));
    }

    [Fact]
    public void A_column_that_a_person_adds_to_a_joined_one_comes_after_what_was_there()
    {
        var sheet = Sheet("批次,使用流水号,年度\n3,1,2025\n", Kept("{ \"use_id\": { \"from\": [\"年度\", \"使用流水号\"], \"may_be_empty\": [\"年度\"] } }"));
        sheet.Rows.Single(r => r.Header == "批次").Column = "use_id";
        sheet.ToMapping("x").Columns["use_id"].From!.Names.Should().Equal("年度", "使用流水号", "批次");
        sheet.Rows.Single(r => r.Header == "年度").Column = "";
        sheet.ToMapping("x").Columns["use_id"].Should().BeEquivalentTo(new { From = new { Names = new[] { "使用流水号", "批次" } }, MayBeEmpty = (string[]?)null }, "it may name no header that is not read");
    }

    [Fact]
    public void A_header_that_the_file_does_not_have_is_named_and_the_mapping_is_kept_without_it()
    {
        var sheet = Sheet("使用流水号,金额\n1,5\n", Kept("{ \"use_id\": { \"from\": [\"年度\", \"使用流水号\"] }, \"amount\": { \"from\": \"金额\" }, \"payee_name\": { \"from\": \"收款人\" } }"));
        sheet.Absent.Select(a => (a.Column.Name, a.Header)).Should().Equal(("use_id", "年度"), ("payee_name", "收款人"));
        sheet.ToMapping("x").Headers.Should().BeEquivalentTo("使用流水号", "金额");
    }

    [Fact]
    public void The_currency_that_a_file_names_is_proposed_and_yuan_is_said_only_where_a_person_chose_it()
    {
        var pounds = Sheet("使用流水号,申报编号,使用日期,金额（英镑）\nU1,A1,2025-03-01,5\n");
        (pounds.Currency, pounds.ToMapping("x").Currency).Should().Be(("GBP", "GBP"));
        pounds.Currencies.Should().StartWith("CNY").And.Contain("GBP").And.OnlyHaveUniqueItems();
        pounds.Currency = "CNY";
        pounds.ToMapping("x").Currency.Should().Be("CNY");

        var yuan = Sheet("使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,5\n");
        (yuan.Currency, yuan.ToMapping("x").Currency).Should().Be(("CNY", null));
        yuan.Currency = "KZT";
        yuan.ToMapping("x").Currency.Should().Be("KZT");
    }

    [Fact]
    public void The_currency_of_a_kept_mapping_stays_also_where_the_page_would_not_offer_it()
    {
        const string text = "使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,5\n";
        var kept = Sheet(text).ToMapping("x") with { Currency = "AMD" };
        var sheet = Sheet(text, kept);
        (sheet.Currency, sheet.ToMapping("x").Currency).Should().Be(("AMD", "AMD"));
        sheet.Currencies.Should().Contain("AMD");
    }

    [Fact]
    public void Confidence_is_of_what_the_draft_proposed_and_of_no_other_choice()
    {
        var row = Sheet("使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,5\n").Rows.Single(r => r.Header == "使用日期");
        var (proposed, sure) = (row.Column, row.Confidence);
        sure.Should().BeGreaterThan(0);
        foreach (var other in new[] { "", "use_id" })
        {
            row.Column = other;
            row.Confidence.Should().BeNull();
        }

        row.Column = proposed;
        row.Confidence.Should().Be(sure);
        Sheet("使用流水号,随便\nU1,x\n").Rows.Single(r => r.Header == "随便").Confidence.Should().BeNull("nothing was proposed");
    }

    [Fact]
    public void Units_have_a_value_in_English()
    {
        Units.Names.Should().Contain("万元");
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new(Words.English);
        try
        {
            var sheet = Sheet("甲,乙,花费\n1,2,3\n");
            (sheet.UnitLabel("万元"), sheet.UnitLabel("元")).Should().Be(("万元 (10,000 yuan)", "元 (yuan)"));
            sheet.Currency = "USD";
            (sheet.UnitLabel("万元"), sheet.UnitLabel("元")).Should().Be(("万USD (10,000 USD)", "USD"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    private static Mapping Kept(string columns) => Mapping.Parse(Encoding.UTF8.GetBytes($"{{ \"stream\": \"fund_use\", \"columns\": {columns} }}"), "kept");

    private static MappingSheet Sheet(string table, Mapping? kept = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-sheet-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, table);
        try
        {
            return new MappingSheet(MappingDraft.Of(path, "fund_use"), kept);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
