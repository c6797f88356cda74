using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.UnitTests.Ingest;

/// <summary>A table whose unit stands once above its header was loaded ten thousand times too small, without a word.</summary>
public sealed class UnitCaptionTests
{
    private const string Header = "使用流水号,申报编号,使用日期,金额\n";

    [Theory]
    [InlineData("单位：万元\n", 10_000)]
    [InlineData("专项资金使用明细表,,,（金额单位：人民币万元）\n", 10_000)]
    [InlineData("专项资金使用明细表\n,,,单 位：万 元\n", 10_000)]
    [InlineData("单位:户、千元\n", 1_000)]
    [InlineData("金额单位： 万元　　填报时间：2025年3月\n", 10_000)]
    [InlineData("单位：元/公斤、人\n", 1)]
    [InlineData("单位：万 元\n", 10_000)]
    [InlineData("单位(亿元)\n", 100_000_000)]
    [InlineData("单位：元\n", 1)]
    [InlineData("编制单位：某县财政局\n", 1)]
    [InlineData("填报单位：万元户镇人民政府\n", 1)]
    [InlineData("单位：仟元\n", 1_000)]
    [InlineData("编制单位：某县财政局    金额单位：万元\n2025年3月\n", 10_000)]
    [InlineData("填报单位：某县财政局 单位：万元,,2025年3月\n填表人：张三\n", 10_000)]
    [InlineData("表,,,,单位：人民币（万元）\n2025年3月\n", 10_000)]
    [InlineData("表,,,,本表金额单位为：万元\n2025年3月\n", 10_000)]
    [InlineData("表,,,,金额单位：￥万元\n2025年3月\n", 10_000)]
    [InlineData("本表以万元为单位\n2025年3月\n", 10_000)]
    [InlineData("（以万元为单位）\n2025年3月\n", 10_000)]
    [InlineData("注：本表金额以“万元”为单位。\n2025年3月\n", 10_000)]
    [InlineData("资金使用明细表（万元）,,2025年3月1日,制表：张三\n", 10_000)]
    [InlineData("单位：十亿元\n", 1_000_000_000)]
    [InlineData("某表,,,十亿元\n", 1_000_000_000)]
    [InlineData("金额单位：元（保留两位小数）\n", 1)]
    [InlineData("金额单位：万元（保留两位小数）\n", 10_000)]
    [InlineData("币种：人民币 单位：万元\n", 10_000)]
    [InlineData("某县公务接待明细表\n全年公务接待费预算20万元\n", 1)]
    [InlineData("项目总投资：5000万元\n", 1)]
    [InlineData("中央财政下达资金5000万元\n", 1)]
    [InlineData("某表,,,下达资金：500万元\n", 1)]
    [InlineData(",,,合同价500万元\n", 1)]
    [InlineData(",,,总投资（万元）：5000\n", 1)]
    [InlineData("项目：某项目,,,金额：12500.00元\n", 1)]
    [InlineData("金额：500元\n", 1)]
    [InlineData("金额：5万元\n", 1)]
    [InlineData("考核对象,,,分值（分）\n", 1)]
    [InlineData("单位：人、分\n", 1)]
    [InlineData("责任单位：某局\n", 1)]
    [InlineData("单位：萬元\n", 10_000)]
    [InlineData("单位：元、角、分\n", 1)]
    [InlineData("本年预算,500,万元\n", 1)] // of the number beside it
    [InlineData("某局,2025年3月,制表人：张三,万元\n", 10_000)]
    [InlineData("单位：万元、元\n", 1)] // which is whose is not said
    [InlineData("单位：万元\n单位：元\n", 1)]
    [InlineData(",,单位：,万元\n", 10_000)]
    [InlineData(",,单位,：万元\n", 10_000)]
    [InlineData("单位,万元\n", 10_000)]
    [InlineData(",,单位万元\n", 10_000)]
    [InlineData("金额单位万元\n", 10_000)]
    [InlineData(",,金额：万元\n", 10_000)]
    [InlineData("岚溪区资金使用表（万元）\n", 10_000)]
    [InlineData("岚溪区资金使用表(单位：万元)\n", 10_000)]
    [InlineData("岚溪区资金使用表（试行）\n", 1)]
    [InlineData("单位名称,某局\n", 1)]
    [InlineData("大额支出明细表（万元以上）\n", 1)]
    [InlineData("救助金发放表（每人五百元）\n", 1)]
    [InlineData("救助金发放表（每百元）\n", 1)]
    [InlineData("项目表（总投资20余万元）\n", 1)]
    [InlineData("项目表（预算二十万元）\n", 1)]
    [InlineData("项目表（亿元产业园）\n", 1)]
    [InlineData("资金使用表（20（万元）以上）\n", 1)]
    [InlineData("资金使用表（5（万元））\n", 1)]
    [InlineData("专户万元\n", 1)] // alone above the table nobody can tell
    [InlineData("资金使用表（10万元（含）以上）\n", 1)]
    [InlineData("资金使用表（万元，含税）\n", 10_000)]
    [InlineData("单位：万元\n币种：,人民币\n", 10_000)]
    [InlineData("单位：万元\n,,,人民币\n", 10_000)]
    [InlineData("单位：万元\n支出表（人民币）\n", 10_000)]
    [InlineData("货币单位：人民币,,金额单位：万元\n", 10_000)]
    [InlineData("人民币,,,万元\n", 10_000)]
    [InlineData("单位：人民币\n", 1)]
    [InlineData("", 1)]
    public void Amounts_without_a_unit_take_the_one_above_the_header(string above, long factor)
    {
        var layout = Recognise(above + Header + "U1,A1,2025-03-01,12.5\n");
        layout.Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(factor);
        layout.UnitAbove.Should().Be(factor);
    }

    [Theory]
    [InlineData(",,,万元\n")]
    [InlineData(",,,（万元）\n")]
    [InlineData("—,—,年月日,万元\n")]
    [InlineData(",,,单位：万元\n")]
    [InlineData(",,单位：万元,\n")] // not below the amount: it holds all the same
    public void A_line_of_units_right_below_the_header_belongs_to_it(string below)
    {
        var layout = Recognise(Header + below + "U1,A1,2025-03-01,12.5\n");
        layout.Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(10_000);
        layout.HeaderRow.Should().Be(2, "the line is no record");
        layout.OtherUnits.Should().BeEmpty();
    }

    [Theory]
    [InlineData("U1,A1,2025-03-01,万元\n")]
    [InlineData("一,二,三,四\n")]
    public void A_row_that_says_more_than_units_is_a_row(string below) => Recognise(Header + below).HeaderRow.Should().Be(1);

    [Theory]
    [InlineData("单位：人民币元,,单位：万元\n", "1 万元")]
    [InlineData("单位：万元\n单位：元\n", "1 万元")]
    [InlineData("单位：万元、元\n", "1 万元")]
    [InlineData("单位：元\n单位：万元\n", "1 元")]
    [InlineData("单位：万元\n", "")]
    [InlineData("单位：元、角、分\n", "")]
    [InlineData("本年预算,500,万元\n", "1 万元")]
    [InlineData("金额单位：人民币（专户万元）\n", "1 万元")]
    [InlineData("货币单位：人民币，专户万元\n", "1 万元")]
    [InlineData("金额单位：元（专户万元）\n", "1 万元")]
    [InlineData("单位：专户万元、亩\n", "1 万元")]
    [InlineData("专户万元\n", "1 万元")]
    [InlineData("资金使用表,,,专户万元\n2025年3月\n", "1 万元")]
    [InlineData("资金使用表（元、专户万元）\n", "1 万元")]
    [InlineData("单位：万元\n单位：专户元\n", "2 元")]
    [InlineData("单位：万元（精确到百元）\n", "")]
    [InlineData("金额单位：万元\n填报单位：四川广元\n", "")]
    [InlineData("资金使用表（20（万元）以上）\n", "")]
    [InlineData("资金使用表（5（万元））\n", "1 万元")]
    [InlineData("币种：人民币 单位：万元\n", "")]
    public void Units_above_the_header_that_were_not_applied_are_kept(string above, string kept) =>
        string.Join(' ', Recognise(above + Header).OtherUnits.Select(u => $"{u.Line} {u.Unit}")).Should().Be(kept);

    [Theory]
    [InlineData("", "金额（人民币）（专户万元）", "1 万元")]
    [InlineData("", "金额（CNY，专户万元）", "1 万元")]
    [InlineData("", "金额（人民币）（申报万元起）", "1 万元")]
    [InlineData("", "金额（元）（专户万元）", "1 万元")]
    [InlineData("", "金额（含50万元（万元））", "1 万元")]
    [InlineData("单位：万元\n", "金额（专户元）", "2 元")]
    [InlineData("单位：万元\n", "金额（专户万元）", "")]
    [InlineData("单位：万元\n", "金额（亿元以上）", "")]
    [InlineData("", "金额（元）（万元以上）", "")]
    [InlineData("", "金额（人民币）", "")]
    [InlineData("", "金额（1000元（含）以下）", "")]
    public void A_unit_that_a_header_may_state_beside_another_is_kept(string above, string header, string kept) =>
        string.Join(' ', Recognise(above + Header.Replace("金额", header, StringComparison.Ordinal)).OtherUnits.Select(u => $"{u.Line} {u.Unit}")).Should().Be(kept);

    [Theory]
    [InlineData("金额(美元)", "USD")]
    [InlineData("金额(万美元)", "USD")]
    [InlineData("金额（HK$）", "HKD")]
    [InlineData("金额（港币）", "HKD")]
    [InlineData("金额（单位：欧元）", "EUR")]
    public void Another_currency_is_refused(string header, string code)
    {
        var act = () => Recognise(Header.Replace("金额", header, StringComparison.Ordinal) + "U1,A1,2025-03-01,5\n");
        act.Should().Throw<FileRefused>().Where(r => r.Code == "foreign_currency" && r.Zh.Contains(code) && r.En.Contains(code));
    }

    [Fact]
    public void Another_currency_above_the_header_is_refused_too()
    {
        var act = () => Recognise("单位：万美元\n" + Header + "U1,A1,2025-03-01,5\n");
        act.Should().Throw<FileRefused>().Which.Code.Should().Be("foreign_currency");
    }

    [Theory]
    [InlineData("单位：角\n", "", "角")]
    [InlineData("（金额单位：人民币1000元）\n", "", "人民币1000元")]
    [InlineData("", ",,,角\n", "角")]
    public void A_unit_that_nobody_knows_above_or_below_the_header_is_not_taken_for_yuan(string above, string below, string unit)
    {
        var act = () => Recognise(above + Header + below + "U1,A1,2025-03-01,5\n");
        act.Should().Throw<FileRefused>().Where(r => r.Code == "unknown_unit" && (r.Zh.Contains($"第 1 行注明的金额单位“{unit}”") || r.Zh.Contains($"列名“金额（{unit}）”")));
    }

    [Theory]
    [InlineData("单位：角\n", "金额(元)")] // no amount is in it
    [InlineData("每份补助金额为十元\n", "金额")] // an amount, and no unit
    [InlineData("考核评分表（分）\n", "金额")]
    public void What_may_be_no_unit_of_the_amounts_refuses_nothing(string above, string header) =>
        Recognise(above + Header.Replace("金额", header, StringComparison.Ordinal) + "U1,A1,2025-03-01,5\n").Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(1);

    [Theory]
    [InlineData("金额(%)")]
    [InlineData("金额（千克）")]
    public void A_header_that_counts_something_else_names_no_amount(string header)
    {
        var act = () => Recognise(Header.Replace("金额", header, StringComparison.Ordinal) + "U1,A1,2025-03-01,5\n");
        act.Should().Throw<FileRefused>().Which.Code.Should().Be("missing_column");
    }

    [Theory]
    [InlineData("金额（含税）", 1)]
    [InlineData("金额（万 元）", 10_000)]
    [InlineData("金额（万元，含税）", 10_000)]
    [InlineData("金额（人民币：万元）", 10_000)]
    [InlineData("金额（仟元）", 1_000)]
    [InlineData("金额（人民币/万元）", 10_000)]
    [InlineData("金额（万元含税）", 10_000)]
    [InlineData("金额（RMB万元）", 10_000)]
    [InlineData("金额（十亿元）", 1_000_000_000)]
    [InlineData("金额（5万元以上）", 1)]
    [InlineData("金额（每人100元以内）", 1)]
    [InlineData("金额（小写）", 1)]
    [InlineData("金额（50（万元）以上）", 1)]
    [InlineData("金额（含50万元（万元））", 1)]
    [InlineData("金额（10万元（含）以上）", 1)]
    [InlineData("金额（1000元（含）以下）", 1)]
    [InlineData("金额（万元（不含税））", 10_000)]
    [InlineData("金额（萬元）", 10_000)]
    [InlineData("金额（百万）", 1_000_000)]
    [InlineData("金额（千万）", 10_000_000)]
    public void What_else_the_brackets_say_does_not_hide_the_unit(string header, long factor) =>
        Recognise(Header.Replace("金额", header, StringComparison.Ordinal)).Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(factor);

    [Fact]
    public void A_header_that_names_a_taken_column_again_is_kept_and_counts_as_unused()
    {
        var layout = Recognise("使用流水号,申报编号,使用日期,金额,金额（万元）\nU1,A1,2025-03-01,5,2\n");
        layout.Columns.Single(c => c.Column.Name == "amount").Should().BeEquivalentTo(new { Cells = new[] { 3 }, Factor = 1 }, o => o.ExcludingMissingMembers());
        layout.TakenTwice.Should().ContainSingle().Which.Should().Be(new TakenTwice("amount", 3, "金额", 4, "金额（万元）"));
        layout.Unused.Should().Equal("金额（万元）");
    }

    [Fact]
    public void Two_tables_side_by_side_are_refused()
    {
        var act = () => Recognise("使用流水号,申报编号,使用日期,金额,,使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,5,,U2,A1,2025-03-01,6\n");
        act.Should().Throw<FileRefused>().Which.Code.Should().Be("repeated_key");
    }

    [Theory]
    [InlineData("use_id,使用流水号,申报编号,使用日期,金额\nKE,KE1,A,2025-03-01,5\n")]
    [InlineData("使用流水号,使用流水号（旧）,申报编号,使用日期,金额\nKE,KE1,A,2025-03-01,5\n")]
    public void An_old_number_beside_the_new_one_is_one_table_and_said(string text) => Recognise(text).TakenTwice.Should().ContainSingle().Which.Column.Should().Be("use_id");

    [Theory]
    [InlineData("金额(元)", 1)]
    [InlineData("金额元", 1)]
    [InlineData("金额（千元）", 1_000)]
    public void A_header_with_a_unit_of_its_own_keeps_it(string header, long factor)
    {
        var layout = Recognise("单位：万元\n" + Header.Replace("金额", header, StringComparison.Ordinal));
        layout.Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(factor);
        layout.UnitAbove.Should().Be(1, "no amount is read in it");
    }

    [Fact]
    public void What_the_contract_gives_in_yuan_a_head_stays_so()
    {
        var layout = Recognise("单位：万元\n单据编号,单位代码,单位名称,行政区划代码,接待日期,来宾人数,接待标准,餐费,报销金额\n");
        layout.Columns.Single(c => c.Column.Name == "standard_per_head").Factor.Should().Be(1);
        layout.Columns.Single(c => c.Column.Name == "meal_amount").Factor.Should().Be(10_000);
    }

    [Theory]
    [InlineData("单位：万元"), InlineData(",,,万元")]
    public void A_draft_says_it_too(string caption)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"专项资金使用明细表\n{caption}\n流水,申报号,使用日期,支出金额\nU1,A1,2025-03-01,12.5\n");
            MappingDraft.Of(path, "fund_use").ToText(chinese: true).Should().Contain("\"from\": \"支出金额\", \"unit\": \"万元\"");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("参考价(元/公斤)", 1)]
    [InlineData("参考价（元/斤）", 2)]
    [InlineData("参考价（元/斤）（含税）", 2)]
    [InlineData("参考价（元/斤）*", 2)]
    [InlineData("参考价（元/斤、含税）", 2)]
    [InlineData("参考价〔元/斤〕", 2)]
    [InlineData("参考价（￥/斤）", 2)]
    [InlineData("参考价（元　/　斤）", 2)]
    [InlineData("参考价（斤）", 2)]
    [InlineData("参考价（每500克）", 2)]
    [InlineData("参考价（元/500克）", 2)]
    [InlineData("参考价（元/㎏）", 1)]
    [InlineData("参考价（元/吨）：", 0.001)]
    [InlineData("参考价(元/克)", 1_000)]
    [InlineData("参考价(元／吨)", 0.001)]
    [InlineData("参考价", 1)]
    [InlineData("参考价(元/kg)", 1)]
    public void A_price_per_another_weight_is_brought_to_the_contracts(string header, decimal times) =>
        Recognise($"品名,行政区划代码,月份,{header}\n大米,330102,2025-03,5.20\n").Columns.Single(c => c.Column.Name == "price_per_kg").Should().BeEquivalentTo(new { Factor = 1, PriceTimes = times }, o => o.ExcludingMissingMembers());

    [Fact]
    public void A_price_of_what_has_no_weight_is_not_taken_for_another()
    {
        var act = () => Recognise("品名,行政区划代码,月份,参考价(元/盒)\n大米,330102,2025-03,52\n");
        act.Should().Throw<FileRefused>().Where(r => r.Code == "unknown_unit" && r.Zh.Contains("列名“参考价(元/盒)”注明的单价单位不能换算成“参考价(元/公斤)”"));
    }

    [Theory]
    [InlineData("单位：元/斤\n", "参考价", "", 2)]
    [InlineData("价格监测表（元/500克）\n", "参考价", "", 2)]
    [InlineData(",,,元/斤\n", "参考价", "", 2)]
    [InlineData("", "参考价", ",,,元/吨\n", 0.001)]
    [InlineData("单位：元/斤\n", "参考价(元/公斤)", "", 1)] // its own header says it
    [InlineData("单位：元\n", "参考价", "", 1)]
    public void A_price_is_for_the_weight_that_stands_above_or_below_its_header(string above, string header, string below, decimal times) =>
        Recognise($"{above}品名,行政区划代码,月份,{header}\n{below}大米,330102,2025-03,5.20\n").Columns.Single(c => c.Column.Name == "price_per_kg").PriceTimes.Should().Be(times);

    [Fact]
    public void A_rate_is_no_sum()
    {
        var layout = Recognise("项目编号,项目名称,建设单位代码,建设单位,行政区划代码,采购方式,招标控制价（元/㎡）,建设面积（万平方米）\nP1,甲,1,乙,330102,公开招标,50,2\n");
        layout.Columns.Should().NotContain(c => c.Cells.Contains(6));
    }

    [Theory]
    [InlineData("年/月/日,万元\n"), InlineData("（必填）,（万元）\n"), InlineData("日期,(万元，保留两位小数)\n"), InlineData(",人民币/万元\n")]
    public void A_line_of_units_may_say_more(string below) => Recognise(Header + ",," + below + "U1,A1,2025-03-01,12.5\n").Columns.Single(c => c.Column.Name == "amount").Factor.Should().Be(10_000);

    private static Layout Recognise(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var reader = new DelimitedReader(new MemoryStream(bytes), Dialect.Detect(bytes));
        return HeaderRecognition.Recognise(reader, null, "a.csv");
    }
}
