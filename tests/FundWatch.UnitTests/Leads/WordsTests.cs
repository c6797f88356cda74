using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;

namespace FundWatch.UnitTests.Leads;

public sealed class WordsTests
{
    [Theory]
    [InlineData("{item} 餐费 {value} 元，标准 {threshold} 元", true, "R1 餐费 1,234.50 元，标准 150.00 元")]
    [InlineData("{item}: {value} against {threshold}", false, "R1: 1,234.5 against 150")]
    [InlineData("{day} {at} {share:%} {total:money} {nobody}", true, "2025年3月2日 2025年3月2日 18:05 12.5% 9,000.00 —")]
    [InlineData("{day}: {names}", false, "2 March 2025: a, b, c, d, e and 2 more")]
    [InlineData("{method}", false, "single source")]
    [InlineData("{method}", true, "单一来源")]
    [InlineData("{names}", true, "a、b、c、d、e等 7 项")]
    [InlineData("{event_on} {amount} 元", true, "2025年3月2日 100.00 元")]
    [InlineData("{told}", true, "公函 A-2025-03-02 的日期 2025年3月9日（2025年3月2日）")]
    [InlineData("{told}", false, "公函 A-2025-03-02 的日期 9 March 2025（2 March 2025）")]
    [InlineData("{one} meals, {one} people, {item}1 meals, {total} days", false, "1 meal, 1 person, R11 meals, 9,000 days")]
    [InlineData("{one} meals", true, "1 meals")]
    public void A_template_is_filled_with_figures_as_people_write_them(string template, bool chinese, string expected)
    {
        var flag = LeadFusionTests.Flag("REC-001", true, 3, 1234.5m, 150, "R1") with
        {
            Detail = JsonDocument.Parse("""{"day": "2025-03-02", "at": "2025-03-02T18:05:00+08:00", "share": 0.125, "total": 9000, "method": "单一来源", "one": 1, "told": "公函 A-2025-03-02 的日期 2025-03-09（2025-03-02）", "names": ["a","b","c","d","e","f","g"]}""").RootElement,
        };
        ReasonTemplate.Fill(template, flag, chinese).Should().Be(expected);
    }

    [Theory]
    [InlineData("{item} 餐费 {value} 元，标准 {threshold} 元/人", true, "R1 餐费 1,234.50 GBP，标准 150.00 GBP/人")]
    [InlineData("{value} yuan against {threshold}; yuan as a word stays", false, "1,234.50 GBP against 150; yuan as a word stays")]
    public void Money_of_another_currency_is_not_called_yuan(string template, bool chinese, string expected) =>
        ReasonTemplate.Fill(template, LeadFusionTests.Flag("REC-001", true, 3, 1234.5m, 150, "R1"), chinese, "GBP").Should().Be(expected);

    [Fact]
    public void Of_several_currencies_no_amount_is_told_and_what_was_counted_is()
    {
        var words = new RuleWords("一函多餐", "Several meals on one letter", "列支用餐 {value} 次，超出部分约 {amount} 元", "{value} meals, about {amount} yuan beyond", "meals");
        var rule = new RuleSignal("REC-003", words, [LeadFusionTests.Flag("REC-003", true, 3, 6, 1, "L") with { Currency = "CNY+HKD", Amount = 16200 }]);

        RuleReason.Write(rule, "", chinese: true).Should().Be("一函多餐：列支用餐 6 次，超出部分约 —；证据涉及人民币和 HKD，金额未相加，需核实");
        RuleReason.Write(rule, "", chinese: false).Should().Be("Several meals on one letter: 6 meals, about — beyond; the evidence is in yuan and HKD, whose amounts are not added up; to be verified");
    }

    [Theory]
    [InlineData("变更 {total} 元，占合同价 {percent} %，超过 {allowed} %；进度 {progress} %", true, "变更 —，占合同价 —，超过 10 %；进度 40 %")]
    [InlineData("变异系数 {cv}，占 {share:%}", true, "变异系数 —，占 —")]
    [InlineData("变异系数 {cv}，占 {share:%}", false, "变异系数 1.28%，占 16%")]
    public void A_share_of_amounts_in_two_currencies_is_not_told(string template, bool isOfMoney, string expected)
    {
        using var detail = JsonDocument.Parse("""{"total": 160000, "percent": 16.0, "share": 0.16, "allowed": 10, "progress": 40, "cv": "1.28%"}""");
        var flag = LeadFusionTests.Flag("ENG-009", true, 3, 0.16m, 0.1m, "P1") with { Detail = detail.RootElement.Clone(), Currency = "CNY+HKD", Amount = 60000 };
        ReasonTemplate.Fill(template, flag, chinese: true, flag.Currency, isOfMoney).Should().Be(expected);
        flag.WithoutMoney("share", isOfMoney).Should().BeEquivalentTo(new { Value = isOfMoney ? (decimal?)null : 0.16m, Threshold = isOfMoney ? (decimal?)null : 0.1m, Amount = (decimal?)null });
        flag.WithoutMoney("yuan/kg").Value.Should().BeNull();
    }

    [Fact]
    public void A_limit_in_yuan_stays_in_yuan_beside_records_that_are_not()
    {
        var words = new RuleWords("人均餐费超标准", "Meal cost above the standard", "{item}：人均 {value} 元，超过标准 {threshold} 元，超出 {amount} 元", "{item}: {value} yuan a head, above {threshold}; {amount} yuan beyond", "yuan");
        var flag = LeadFusionTests.Flag("REC-006", true, 3, 140, 90, "R1") with { Currency = "GBP", Amount = 50 };
        var held = flag.HeldAgainst(null, words.TellLimit);
        var rule = new RuleSignal("REC-006", words, [held], Currencies.Yuan);

        RuleReason.Write(rule, "", chinese: true).Should().Be("人均餐费超标准：R1：人均 140.00 GBP，超过标准 90.00 元，超出 —；限额以人民币计，记录以 GBP 计，未经换算，请人工比对，需核实");
        RuleReason.Write(rule, "", chinese: false).Should().Be("Meal cost above the standard: R1: 140.00 GBP a head, above 90.00 yuan; — beyond; the limit is in yuan and the records in GBP; nothing was converted, compare them by hand; to be verified");
        held.Should().BeEquivalentTo(new { Value = 140m, Threshold = (decimal?)null, Amount = (decimal?)null });
        LeadFusion.Evidence(rule).Should().Be(LeadFusion.Evidence(rule with { Flags = [flag with { Threshold = null }] }), "140 and 90 have no ratio");

        flag.HeldAgainst("HKD", isBeyondLimit: false).Amount.Should().Be(50, "what is no more than the least that is looked at changes nothing about what was found");
        Currencies.NotConverted("HKD", null, chinese: true).Should().Be("限额以 HKD 计，记录以人民币计，未经换算，请人工比对");
    }

    [Theory]
    [InlineData("""{"standard_from": 5, "value_unit": {"unit": "yuan"}}""")]
    [InlineData("""{"standard_from": ["reception_standard"], "value_unit": 1}""")]
    [InlineData("""["reception_standard"]""")]
    public void What_a_rule_gives_as_a_unit_or_a_list_and_is_no_word_is_none(string json)
    {
        using var detail = JsonDocument.Parse(json);
        var flag = LeadFusionTests.Flag("REC-006", true, 3, 140, 90, "R1") with { Detail = detail.RootElement.Clone() };
        (flag.Unit, flag.StandardFrom).Should().Be(((string?)null, (string?)null));
    }

    [Theory]
    [InlineData("HKD CNY HKD", "CNY+HKD")]
    [InlineData("HKD HKD", "HKD")]
    [InlineData("CNY", null)]
    [InlineData("USD CNY+AMD", "CNY+AMD+USD")]
    public void Currencies_are_joined_in_one_order(string each, string? joined)
    {
        Currencies.Join(each.Split(' ')).Should().Be(joined);
        Currencies.Join(Currencies.Of(joined)).Should().Be(joined);
    }

    [Theory]
    [InlineData("CNY+HKD", "证据涉及人民币和 HKD，金额未相加", "the evidence is in yuan and HKD, whose amounts are not added up")]
    [InlineData("CNY+GBP+HKD", "证据涉及人民币、GBP 和 HKD，金额未相加", "the evidence is in yuan, GBP and HKD, whose amounts are not added up")]
    [InlineData("GBP+HKD", "证据涉及 GBP 和 HKD，金额未相加", "the evidence is in GBP and HKD, whose amounts are not added up")]
    public void Currencies_whose_amounts_are_not_added_up_are_named(string currency, string zh, string en) =>
        (Currencies.NotAdded(currency, chinese: true), Currencies.NotAdded(currency, chinese: false)).Should().Be((zh, en));

    [Fact]
    public void A_model_of_records_in_several_currencies_tells_no_money()
    {
        var model = new ModelSignal("reception-organisation", 0.01, 0.05, 1, "县", 41, null, [],
            [new ModelPart("a", "人均餐费", "Meals", "元", 128, 40, 0.5, 41), new ModelPart("b", "月均接待次数", "Receptions", "次", 9, 3, 0.4, 41)], [], "CNY+HKD");

        ModelReason.Write(model, SubjectKind.Organisation, chinese: true).Should().Be("与同类相比数据异常：月均接待次数 9，3.0 倍于 41 个同类单位的中位数（3）；证据涉及人民币和 HKD，金额未相加，需核实");
    }

    [Fact]
    public void A_reason_quotes_the_gravest_items_and_counts_the_rest()
    {
        var words = new RuleWords("陪餐人数超比例", "More escorts than the guests allow", "某局：{item} 陪餐 {value} 人，疑似超标，需核实", "某局: {item}: {value} escorts, suspected above the limit; to be verified", "");
        var rule = new RuleSignal("REC-001", words, Enumerable.Range(1, 9).Select(i => LeadFusionTests.Flag("REC-001", true, 3, 3 + i, 3, $"R{i}")).ToList());

        RuleReason.Write(rule, "某局", chinese: true).Should().Be("陪餐人数超比例（9 项）：R9 陪餐 12 人，疑似超标；R8 陪餐 11 人，疑似超标；R7 陪餐 10 人，疑似超标；另有 6 项，需核实");
        RuleReason.Write(rule, "某局", chinese: false).Should().Be(
            "More escorts than the guests allow (9 items): R9: 12 escorts, suspected above the limit; R8: 11 escorts, suspected above the limit; R7: 10 escorts, suspected above the limit; and 6 more; to be verified");
    }

    [Theory]
    [InlineData(128, 40, "元", "人均餐费 128.00 元，3.2 倍于 41 个同类单位的中位数（40.00 元）", "Meals 128.00 yuan, 3.2 times the median of 41 similar bureaus (40.00 yuan)")]
    [InlineData(10, 40, "", "人均餐费 10，仅为 41 个同类单位中位数（40）的 25%", "Meals 10, only 25% of the median of 41 similar bureaus (40)")]
    [InlineData(10, 0, "", "人均餐费 10（41 个同类单位的中位数为 0）", "Meals 10 (median of 41 similar bureaus: 0)")]
    public void A_model_speaks_in_auditors_words(double value, double median, string unit, string zh, string en)
    {
        var part = new ModelPart("f", "人均餐费", "Meals", unit, value, median, 0.4, 41);
        ModelReason.Feature(part, SubjectKind.Peers(SubjectKind.Organisation, "reception-organisation", chinese: true), chinese: true).Should().Be(zh);
        ModelReason.Feature(part, SubjectKind.Peers(SubjectKind.Organisation, "reception-organisation", chinese: false), chinese: false).Should().Be(en);
    }

    [Theory]
    [InlineData("C2669", "C2669 化学原料和化学制品制造业", "C2669 chemicals")]
    [InlineData("6510", "6510 软件和信息技术服务业", "6510 software and information technology")]
    [InlineData("A01", "A01 农业", "A01 crop growing")]
    [InlineData("T97", "T97 国际组织", "T97 international organisations")]
    [InlineData("A2669", "A2669", "A2669")] // 26 is no farming: somebody's own code
    [InlineData("98", "98", "98")]
    [InlineData("45000000", "45000000", "45000000")]
    [InlineData("教育", "教育", "教育")]
    public void An_industry_code_has_its_name_beside_it(string sector, string zh, string en)
    {
        IndustryWords.WithName(sector, chinese: true).Should().Be(zh);
        IndustryWords.WithName(sector, chinese: false).Should().Be(en);
    }

    [Theory]
    [InlineData("meal-school", "41 所同类学校", "41 similar schools")]
    [InlineData("canteen", "41 个同类食堂", "41 similar canteens")]
    [InlineData("reception-organisation", "41 个同类单位", "41 similar bureaus")]
    public void Schools_and_canteens_are_called_so_among_their_peers(string set, string zh, string en)
    {
        var model = LeadFusionTests.Model(0.01) with { FeatureSet = set, Parts = [new ModelPart("f", "人均餐费", "Meals", "", 10, 40, 0.4, 41)] };
        ModelReason.Write(model, SubjectKind.Organisation, chinese: true).Should().Contain(zh);
        ModelReason.Write(model, SubjectKind.Organisation, chinese: false).Should().Contain(en);
    }

    [Fact]
    public void A_model_tells_its_first_feature_and_those_that_a_person_would_call_unusual()
    {
        ModelPart Part(string title, double value, double median, double contribution) => new(title, title, title, "", value, median, contribution, 41);
        var model = LeadFusionTests.Model(0.01) with { Parts = [Part("现金占比", 0.64, 0.05, 0.3), Part("工期", 28, 26, 0.2), Part("户数", 3, 0, 0.1), Part("笔数", 90, 10, 0.01), Part("反向", 1, 9, -0.2)] };
        ModelReason.Write(model, SubjectKind.Organisation, chinese: true).Should().Be(
            "与同类相比数据异常：现金占比 64%，13 倍于 41 个同类单位的中位数（5%）；户数 3（41 个同类单位的中位数为 0），需核实");
    }

    [Fact]
    public void No_text_of_the_table_of_schemes_states_a_finding()
    {
        foreach (var scheme in Schemes.All)
        {
            scheme.Chinese.Should().NotContainAny("骗取", "挪用", "虚报", "冒领", "贪污");
        }
    }
}
