using FundWatch.Data.Rules;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Rules;

public sealed class RuleScaffoldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_new_rule_passes_its_own_check_as_it_comes_from_the_template()
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-rules-");
        try
        {
            await RuleScaffold.WriteAsync(folder.FullName, "OWN-001", default);

            var result = await SampleCheck.RunAsync(database.App, RuleCatalogue.Load(folder.FullName).Get("OWN-001"));

            result.Differences.Should().BeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
