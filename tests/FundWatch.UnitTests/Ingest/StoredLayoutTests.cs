using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.UnitTests.Ingest;

public sealed class StoredLayoutTests
{
    private static readonly RecordStream _prices = RecordStreams.Get("price_reference");

    [Theory]
    [InlineData(2), InlineData(0.001), InlineData(1)]
    public void A_price_comes_back_with_its_weight(decimal times)
    {
        var layout = new Layout(_prices, ["参考价(元/斤)"], 1, [.. _prices.Columns.Select(c => c.Name == "price_per_kg" ? new ColumnSource(c, [0], Factor: 10_000) { PriceTimes = times } : new ColumnSource(c, []))]);
        Price(StoredLayout.Write(layout)).Should().BeEquivalentTo(new { Factor = 10_000, PriceTimes = times }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public void Of_older_batches_the_weight_is_taken_out_of_the_factor() =>
        Price("""[{"Column":"price_per_kg","Cells":[0],"Constant":null,"Factor":2,"Separator":"|","Formats":null,"Empty":[],"Remove":[],"Codes":{}}]""")
            .Should().BeEquivalentTo(new { Factor = 1, PriceTimes = 2 }, o => o.ExcludingMissingMembers());

    [Fact]
    public void And_left_there_where_the_mapping_said_the_unit() =>
        Price("""[{"Column":"price_per_kg","Cells":[0],"Constant":null,"Factor":10000,"Separator":"|","Formats":null,"Empty":[],"Remove":[],"Codes":{}}]""")
            .Should().BeEquivalentTo(new { Factor = 10_000, PriceTimes = 1 }, o => o.ExcludingMissingMembers());

    private static ColumnSource Price(string json) => StoredLayout.Read(_prices, """["参考价(元/斤)"]""", json).Columns.Single(c => c.Column.Name == "price_per_kg");
}
