using FundWatch.Core.Rules;

namespace FundWatch.UnitTests.Rules;

public sealed class RulePageTests
{
    [Theory]
    [InlineData("| most | 20 persons | |\n| limit[43], old | 全国 1,000 元、仅湖南 2000 yuan；旧 0.15 | |", "")]
    [InlineData("| `most` | 20 人 | |\n| `limit` | 0.1万 | |\n| `limit` | 2000 | |\n| old | 15% | |", "")]
    [InlineData("| most | 1000 yuan | |\n| limit | 1000, 2000 | |\n| old | 0.15 share | |", "parameter most: the page says 1000 yuan, the rule 20 persons;the page's table of parameters does not give most = 20 persons")]
    [InlineData("| most | 20 yuan | |\n| limit | 1000, 2000 | |\n| old | 0.15 | |", "parameter most: the page says 20 yuan, the rule 20 persons;the page's table of parameters does not give most = 20 persons")]
    [InlineData("| most | 20 | |\n| limit | 1000 yuan | |\n| old | 0.15 | |\n| few | 3 | |", "the page's parameter few is none of the rule's;the page's table of parameters does not give limit = 2000 yuan")]
    public void A_page_gives_the_limits_of_its_rule(string rows, string differences)
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "REC-900.md"), $"# REC-900\n## Method\n| x | y |\n|---|---|\n| item | 7 |\n\n## 参数 Parameters\n| 名称 | 默认 | 说明 |\n|---|---|---|\n{rows}\n\n## Assumptions\n| a | b |\n|---|---|\n| c | 9 |\n");
        RuleParameter Of(string name, string region, decimal value, string unit) => new(name, region, value, unit, null, null, null, null, false, "", "");
        var header = new RuleHeader("REC-900", 1, "", "", "reception", "reception.standard", "organisation", RuleKind.Deterministic, 1, "", "", false, [],
            [Of("most", "", 20, "persons"), Of("limit", "", 1000, "yuan"), Of("limit", "43", 2000, "yuan"), Of("old", "", 0.15m, "share")], "", "", RuleRescore.Subject, []);

        var found = RulePage.Differences(new RuleFile(Path.Combine(folder.FullName, "REC-900.sql"), header, "select", 1, "", []));

        string.Join(';', found.Select(f => f.En)).Should().Be(differences);
        found.Should().NotContain(f => f.Zh.Length == 0);
        folder.Delete(recursive: true);
    }
}
