using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class MoneyUnitTests
{
    [Theory]
    [InlineData("元", 1, null, null), InlineData("人民币元", 1, null, null), InlineData("RMB元", 1, null, null), InlineData("￥", 1, null, null), InlineData("CNY", 1, null, null), InlineData("圆", 1, null, null)]
    [InlineData("万元", 10_000, null, null), InlineData("人民币（万元）", 10_000, null, null), InlineData("人民币/万元", 10_000, null, null), InlineData("￥万元", 10_000, null, null), InlineData("万元人民币", 10_000, null, null)]
    [InlineData("RMB：万元", 10_000, null, null), InlineData("CNY，万元", 10_000, null, null), InlineData("万元RMB", 10_000, null, null), InlineData("单位为万元", 10_000, null, null), InlineData("以万元计", 10_000, null, null)]
    [InlineData("含税/万元", 10_000, null, null), InlineData("含税 万元", 10_000, null, null), InlineData("万元含税", 10_000, null, null), InlineData("万元，保留两位小数", 10_000, null, null), InlineData("万 元", 10_000, null, null)]
    [InlineData("万元（不含税）", 10_000, null, null), InlineData("单位是万元", 10_000, null, null), InlineData("概算万元", 10_000, null, null), InlineData("预算数万元", 10_000, null, null), InlineData("年末结余万元", 10_000, null, null), InlineData("价税合计万元", 10_000, null, null), InlineData("财政资金万元", 10_000, null, null), InlineData("均为千元", 1_000, null, null)]
    [InlineData("专户（万元）", 10_000, null, null), InlineData("限额以上（万元）", 10_000, null, null), InlineData("万元（限额以上）", 10_000, null, null), InlineData("三公经费（万元）", 10_000, null, null), InlineData("2025年（万元）", 10_000, null, null), InlineData("2025年 万元", 10_000, null, null), InlineData("万元 2025", 10_000, null, null), InlineData("万元，以上金额含税", 10_000, null, null), InlineData("万元，10万元以上", 10_000, null, null)]
    [InlineData("人民币/元", 1, null, null), InlineData("元、角、分", 1, null, null), InlineData("仟元", 1_000, null, null), InlineData("萬圓", 10_000, null, null), InlineData("百万", 1_000_000, null, null), InlineData("十亿元", 1_000_000_000, null, null), InlineData("十元", 10, null, null)]
    [InlineData("元/公斤", 1, null, "公斤"), InlineData("万元／吨", 10_000, null, "吨"), InlineData("元每斤", 1, null, "斤"), InlineData("万元每吨", 10_000, null, "吨"), InlineData("元/500克", 1, null, "500克"), InlineData("元 / 斤", 1, null, "斤"), InlineData("￥/斤", 1, null, "斤"), InlineData("元/斤、含税", 1, null, "斤")]
    [InlineData("万美元", 10_000, "USD", null), InlineData("仟美元", 1_000, "USD", null), InlineData("十亿美元", 1_000_000_000, "USD", null), InlineData("USD万", 10_000, "USD", null), InlineData("美圆", 1, "USD", null), InlineData("HK$", 1, "HKD", null), InlineData("港圆", 1, "HKD", null)]
    [InlineData("美元/人", 1, "USD", "人"), InlineData("USD/kg", 1, "USD", "kg"), InlineData("原币/美元", 1, "USD", null), InlineData("USD，万", 10_000, "USD", null), InlineData("越南盾", 1, "VND", null)]
    public void A_unit_is_known_however_it_is_written(string text, long factor, string? currency, string? per) =>
        MoneyUnit.In(text).Should().BeEquivalentTo(new { Factor = factor, Currency = currency, Per = per }, o => o.ExcludingMissingMembers());

    [Theory]
    [InlineData("角"), InlineData("分"), InlineData("厘"), InlineData("1000元"), InlineData("千"), InlineData("兆元"), InlineData("W"), InlineData("RMB'000"), InlineData("人民币（1000元）"), InlineData("1000元（不含税）"), InlineData("含税（千）"), InlineData("CNY million"), InlineData("元、万元"), InlineData("美元，万元")]
    public void What_is_a_unit_of_money_and_none_that_amounts_are_read_in_is_told_so(string text) => MoneyUnit.In(text).Should().BeEquivalentTo(new { Factor = (long?)null }, o => o.ExcludingMissingMembers());

    [Theory]
    [InlineData("500元"), InlineData("12.5万元"), InlineData("100元/人"), InlineData("50元/人以内"), InlineData("5万元以上"), InlineData("含税"), InlineData("%"), InlineData("公斤"), InlineData("人"), InlineData("某局"), InlineData(""), InlineData("m"), InlineData("年/月/日"), InlineData("小写")]
    public void Amounts_and_other_words_are_no_units(string text) => MoneyUnit.In(text).Should().BeNull();

    [Theory]
    [InlineData("万元以上"), InlineData("每人五百元"), InlineData("每户伍佰元"), InlineData("每百元"), InlineData("一千元以下"), InlineData("数千元"), InlineData("数万元"), InlineData("几千元"), InlineData("总投资20余万元")]
    [InlineData("预算二十万元"), InlineData("壹拾万元以下"), InlineData("最高十万元"), InlineData("不超过三十万元"), InlineData("亿元产业园"), InlineData("大写：壹万元整"), InlineData("百万元户"), InlineData("半万元")]
    [InlineData("20（万元）以上"), InlineData("50（万元）以上"), InlineData("10(万元)以上"), InlineData("5（万元）"), InlineData("二十（万元）"), InlineData("含50万元（万元）"), InlineData("含500元（万元）"), InlineData("50 万元"), InlineData("50 万元 以上")]
    [InlineData("10万元(含)以上"), InlineData("1000元（含）以下"), InlineData("10万元（含）"), InlineData("10万元（不含）以下"), InlineData("100元(含本数)以内"), InlineData("十万元（含）以上"), InlineData("万元（含）以上"), InlineData("万元 以上"), InlineData("大额（万元）以上"), InlineData("1000元（含1000元）以上的")]
    [InlineData("约千元"), InlineData("约百万元"), InlineData("预算百万元"), InlineData("总额千万元"), InlineData("均为百元"), InlineData("累计千元"), InlineData("专户万元")]
    public void A_unit_of_an_amount_or_of_a_name_is_none_of_the_table(string text) => MoneyUnit.In(text).Should().BeNull();

    [Theory]
    [InlineData("万元以上", "万元"), InlineData("申报万元起", "万元"), InlineData("亿元产业园", "亿元")]
    [InlineData("二十万元", null), InlineData("20余万元", null), InlineData("数千元", null), InlineData("每百元", null), InlineData("含税", null), InlineData("元", null)]
    public void What_may_be_a_unit_is_mentioned(string text, string? unit) => MoneyUnit.MentionedIn(text)?.Name.Should().Be(unit);

    [Theory]
    [InlineData("专户万元", "万元"), InlineData("约百万元", "百万元"), InlineData("专户（万元）", "万元"), InlineData("执行中数万元", "万元"), InlineData("专户元", "元"), InlineData("人民币（专户万元）", "万元")]
    [InlineData("万元以上", null), InlineData("二十余万元", null), InlineData("数万元", null), InlineData("每万元", null), InlineData("500元", null), InlineData("万美元", null), InlineData("第一单元", null), InlineData("", null)]
    public void What_ends_with_a_unit_may_state_it(string text, string? unit) => MoneyUnit.EndOf(text)?.Name.Should().Be(unit);

    [Theory]
    [InlineData("人民币", true), InlineData("RMB", true), InlineData("￥", true), InlineData("元", false), InlineData("人民币元", false), InlineData("人民币万元", false), InlineData("万", false), InlineData("USD", false), InlineData("￥/斤", false)]
    public void A_currency_alone_says_not_how_many_of_it(string text, bool isAlone) => MoneyUnit.Parse(text)!.Value.IsYuanAlone.Should().Be(isAlone);

    [Theory]
    [InlineData("万元"), InlineData("元/500克"), InlineData("万美元"), InlineData("万亿元"), InlineData("USD"), InlineData("百元")]
    public void Its_name_is_read_as_the_same(string text)
    {
        var unit = MoneyUnit.Parse(text)!.Value;
        MoneyUnit.Parse(unit.Name).Should().Be(unit);
    }
}
