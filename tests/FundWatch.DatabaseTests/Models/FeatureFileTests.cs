using Apache.Arrow;
using FundWatch.Data.Features;
using FundWatch.Models.Features;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Models;

/// <summary>Every feature file that comes with FundWatch.</summary>
public sealed class FeatureFileTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly FeatureCatalogue _catalogue = FeatureCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "features"));

    public static TheoryData<string> All => [.. _catalogue.Sets.Select(s => s.Name)];

    [Fact]
    public void Each_stream_of_events_has_one() =>
        _catalogue.Sets.Select(s => s.Stream).Should().Contain(["reception", "canteen_payment", "subsidy", "project", "bid", "meal_purchase"]);

    [Theory, MemberData(nameof(All))]
    public async Task It_runs_on_an_empty_store_now_and_as_of_a_day(string name)
    {
        var reader = new FeatureReader(database.Store);
        (await RowsAsync(reader.ReadAsync(_catalogue.Get(name)))).Should().Be(0);
        (await RowsAsync(reader.ReadAsync(_catalogue.Get(name), new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)))).Should().Be(0);
    }

    private static async Task<int> RowsAsync(IAsyncEnumerable<RecordBatch> batches)
    {
        var rows = 0;
        await foreach (var batch in batches)
        {
            rows += batch.Length;
        }

        return rows;
    }
}
