using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class ScaleWithinTests
{
    [Theory]
    [InlineData(40, 0.3)] // a clerk's table
    [InlineData(8, 0.1)]
    [InlineData(3_000, 0.4)]
    public void One_amount_in_yuan_in_a_table_of_ten_thousands_is_doubted(int rows, double deviation)
    {
        var amounts = Lognormal(new Random(rows), rows, deviation);
        var median = Range(amounts).Median;
        Doubts([.. amounts, median * 10_000]).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Column = "amount", Value = median * 10_000 });
        Doubts([.. amounts, median / 10_000]).Should().ContainSingle().Which.Value.Should().Be(median / 10_000);
    }

    [Theory]
    [InlineData(7, false), InlineData(8, true)]
    public void A_few_amounts_prove_nothing(int rows, bool isDoubted) => Doubts([.. Enumerable.Repeat(500.0, rows - 1), 5_000_000]).Any().Should().Be(isDoubted);

    [Fact]
    public void Where_one_row_in_eleven_is_mixed_up_the_column_is_doubted()
    {
        var amounts = Lognormal(new Random(7), 5_000, 0.4);
        Doubts([.. amounts.Select((a, i) => i % 11 == 0 ? a / 10_000 : a)]).Should().ContainSingle();
        Doubts([.. amounts.Select((a, i) => i % 11 == 0 ? a * 10_000 : a)]).Should().ContainSingle();
    }

    [Fact]
    public void Amounts_with_a_heavy_tail_are_not_doubted()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var rows = 8 + (int)Math.Pow(10, 4 * random.NextDouble());
            Doubts(Lognormal(random, rows, 0.7 + 0.2 * random.NextDouble())).Should().BeEmpty($"of seed {seed}");
        }
    }

    [Theory]
    [InlineData(0.7), InlineData(0.8), InlineData(0.9)]
    public void Nor_where_there_are_a_million_of_them(double deviation) => Doubts(Lognormal(new Random(1949), 1_000_000, deviation)).Should().BeEmpty();

    [Fact]
    public void Amounts_that_run_out_to_nothing_or_as_a_power_law_are_not_doubted()
    {
        Doubts([.. Enumerable.Range(1, 210_000).Select(i => (double)i)]).Should().BeEmpty("1 is as ordinary among them as any other");
        var (random, found) = (new Random(1949), 0);
        for (var i = 0; i < 200; i++)
        {
            found += Doubts([.. Enumerable.Range(0, 3_000).Select(_ => 100 / (1 - random.NextDouble()))]).Count(); // Pareto, exponent 1
        }

        found.Should().BeLessThan(10);
    }

    [Fact]
    public void Only_money_is_asked()
    {
        var range = Range([.. Enumerable.Repeat(1.0, 20), 100_000]);
        Comparison.Within(RecordStreams.Get("reception"), Load("guest_count", range)).Should().BeEmpty();
        Comparison.Within(RecordStreams.Get("reception"), Load("meal_amount", range)).Should().ContainSingle();
    }

    private static IEnumerable<ScaleWithin> Doubts(double[] amounts) => Comparison.Within(RecordStreams.Get("canteen_payment"), Load("amount", Range(amounts), amounts.Length));

    /// <param name="deviation">Of the logarithms to base 10.</param>
    private static double[] Lognormal(Random random, int count, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Pow(10, 3 + deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    // As a load has it: extremes of all, quantiles of a sample.
    private static ValueRange Range(double[] amounts)
    {
        var step = Math.Max(1, amounts.Length / LoadProfile.SampleRows);
        var sorted = amounts.Where((_, i) => i % step == 0).Order().ToArray();
        double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
        return new ValueRange(amounts.Min(), At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), amounts.Max(), sorted.Length);
    }

    private static LoadSummary Load(string column, ValueRange range, long rows = 21) =>
        new(rows, rows, 0, new Dictionary<string, long>(), [new ColumnSummary(column, true, rows, new Dictionary<string, long>(), new Dictionary<string, long>(), 10, ColumnSummary.NumberKind, range, 0, 0, null)]);
}
