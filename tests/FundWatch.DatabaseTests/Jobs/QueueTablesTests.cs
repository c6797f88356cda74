using FundWatch.Jobs.Queue;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Jobs;

public class QueueTablesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task They_are_made_once_however_many_ask_and_the_application_may_use_them()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => QueueTables.InstallAsync(database.Store, default)));

        made.Should().BeEquivalentTo([true, false, false, false]);
        await using var read = database.Store.App.CreateCommand("select count(*) from hangfire.job");
        (await read.ExecuteScalarAsync()).Should().Be(0L);
    }
}
