using System.Text.RegularExpressions;
using FundWatch.Core.Rules;
using FundWatch.Data.Rules;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Rules;

public sealed class RuleScaffoldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_new_rule_passes_its_own_check_as_it_comes_from_the_template_but_is_a_draft_until_it_has_a_name_and_a_law()
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-rules-");
        try
        {
            await RuleScaffold.WriteAsync(folder.FullName, "OWN-001", default);

            var result = await SampleCheck.RunAsync(database.App, RuleCatalogue.Load(folder.FullName).Drafts.Single());

            result.Differences.Should().BeEmpty();
            RuleDraft.LeftInPage(RuleCatalogue.Load(folder.FullName).Drafts.Single()).Should().Equal(
                "（规则名称）", "(title)", "## 查什么 What it asks", "## 方法 Method", "（文件、条款）", "## 不算疑点的情形 What is not a hit", "## 假设 Assumptions");
            var draft = RuleCatalogue.Load(folder.FullName);
            draft.Rules.Should().BeEmpty();
            draft.Errors.Single().Zh.Should().StartWith("规则草稿：").And.Contain("第 3 行：title_zh、title_en、basis_zh、basis_en 还是模板中的文字").And.NotContain("有误");
            draft.Errors.Single().Message.Should().Contain("OWN-001.sql:3: still holds the template's words: fill in title_zh, title_en, basis_zh, basis_en");

            var file = Path.Combine(folder.FullName, "OWN", "OWN-001.sql");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))
                .Replace("（规则名称）", "").Replace("(title) ", "").Replace("（文件名称、年份、条款）", "某规定").Replace("(document, year, article)", "some rules"));
            var rule = RuleCatalogue.Load(folder.FullName).Rules.Should().ContainSingle().Subject;

            RuleDraft.LeftInPage(rule).Should().HaveCount(7, "the page is a page of its own");
            await File.WriteAllTextAsync(rule.PagePath, "# OWN-001 餐费 / Meals\n\n## 查什么 What it asks\n餐费。\n\n### 细节\n\n## 方法 Method\n比较。\n");
            RuleDraft.LeftInPage(rule).Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("reception_date,", "", true, ":1: the column reception_date is missing; every row of reception has it")]
    [InlineData("R2,A,甲局,430301,2025-03-05", "R2,A,甲局,430301,", false, ":3: column reception_date: must not be empty")]
    [InlineData("R2,A,甲局,430301,2025-03-05", "R2,A,甲局,430301,5 March", false, ":3: column reception_date: ")]
    [InlineData("R2,A,甲局,430301,2025-03-05,6", "R2,A,甲局,430301,2025-03-05,six", false, ":3: column guest_count: ")]
    public async Task A_sample_that_cannot_be_loaded_is_answered_with_file_line_and_column(string old, string changed, bool everyRow, string said)
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-rules-");
        try
        {
            await RuleScaffold.WriteAsync(folder.FullName, "OWN-001", default);
            var sample = Path.Combine(folder.FullName, "OWN", "OWN-001.reception.csv");
            var text = (await File.ReadAllTextAsync(sample)).Replace(old, changed, StringComparison.Ordinal);
            if (everyRow)
            {
                text = Regex.Replace(text, @"\d{4}-\d\d-\d\d,", "");
            }

            await File.WriteAllTextAsync(sample, text);

            var check = () => SampleCheck.RunAsync(database.App, RuleCatalogue.Load(folder.FullName).Drafts.Single());

            (await check.Should().ThrowAsync<RuleFileException>()).Which.En.Should().StartWith(sample + said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
