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
            var draft = RuleCatalogue.Load(folder.FullName);
            draft.Rules.Should().BeEmpty();
            draft.Errors.Single().Message.Should().Contain("OWN-001.sql:3: still holds the template's words: fill in title_zh, title_en, basis_zh, basis_en");

            var file = Path.Combine(folder.FullName, "OWN", "OWN-001.sql");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))
                .Replace("（规则名称）", "").Replace("(title) ", "").Replace("（文件名称、年份、条款）", "某规定").Replace("(document, year, article)", "some rules"));
            RuleCatalogue.Load(folder.FullName).Rules.Should().ContainSingle();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
