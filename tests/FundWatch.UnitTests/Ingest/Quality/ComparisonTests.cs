using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class ComparisonTests
{
    private static readonly RecordStream _stream = RecordStreams.Get("canteen_payment");

    [Fact]
    public void Two_loads_alike_differ_in_nothing() => Comparison.Drift(Load(5_000), Load(4_800)).Should().BeEmpty();

    [Fact]
    public void A_share_filled_that_moved_by_more_than_chance_is_drift() =>
        Comparison.Drift(Load(5_000, letters: 0.9), Load(5_000, letters: 0.8)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Column = "letter_no", What = "fill", Before = 0.9, Now = 0.8 });

    [Fact]
    public void The_same_move_in_a_few_rows_is_chance() => Comparison.Drift(Load(40, letters: 0.9), Load(40, letters: 0.8)).Should().BeEmpty();

    [Fact]
    public void A_median_that_moved_by_half_a_deviation_is_drift() => Comparison.Drift(Load(5_000), Load(5_000, median: 40)).Should().ContainSingle().Which.What.Should().Be("median");

    [Fact]
    public void A_small_move_of_the_median_does_not_matter_however_certain() => Comparison.Drift(Load(5_000), Load(5_000, median: 31)).Should().BeEmpty();

    [Theory]
    [InlineData(300, 30_000, "median"), InlineData(30_000, 300, "median"), InlineData(300, 300, null)]
    public void A_column_that_is_constant_and_was_so_at_another_value_is_drift(double was, double now, string? what)
    {
        static LoadSummary All(double value) => new(100, 100, 0, new Dictionary<string, long>(), [Column("amount", 100, ColumnSummary.NumberKind, new ValueRange(value, value, value, value, value, value, value, 100), null)]);
        Comparison.Drift(All(was), All(now)).Select(d => d.What).Should().Equal(what is null ? [] : [what]);
    }

    [Fact]
    public void A_rare_code_that_the_rows_looked_at_before_may_have_missed_is_not_new()
    {
        static LoadSummary Of(long looked, Dictionary<string, long> codes)
        {
            var load = Load(1_000, codes: codes);
            return load with { Columns = [.. load.Columns.Select(c => c.Codes is null ? c : c with { Filled = 1_000, CodesFrom = looked })] };
        }

        Dictionary<string, long> usual = new() { ["早"] = 1_000 }, rare = new() { ["早"] = 996, ["晚"] = 4 };
        Comparison.Drift(Of(200, usual), Of(1_000, rare)).Should().BeEmpty();
        Comparison.Drift(Of(1_000, usual), Of(1_000, rare)).Should().ContainSingle().Which.What.Should().Be("new_codes");
        Comparison.Drift(Of(1_000, new() { ["早"] = 980, ["晚"] = 20 }), Of(200, usual)).Should().BeEmpty("absent by chance from 200 rows");
        Comparison.Drift(Of(1_000, new() { ["早"] = 980, ["晚"] = 20 }), Of(1_000, usual)).Should().ContainSingle().Which.What.Should().Be("missing_codes");
    }

    [Fact]
    public void Codes_that_are_new_or_have_gone_are_named()
    {
        var drift = Comparison.Drift(Load(1_000, codes: new() { ["早"] = 500, ["中"] = 497, ["夜"] = 3 }), Load(1_000, codes: new() { ["早"] = 600, ["晚"] = 400 }));
        drift.Should().BeEquivalentTo([new { What = "new_codes", Codes = new[] { "晚" } }, new { What = "missing_codes", Codes = new[] { "中" } }], o => o.ExcludingMissingMembers(),
            "three of a thousand may be absent by chance");
    }

    [Theory]
    [InlineData(0.003, "source"), InlineData(300_000, "source"), InlineData(300, null), InlineData(30, null)]
    public void A_median_ten_thousand_times_off_has_the_wrong_unit(double median, string? against)
    {
        var doubts = Comparison.Scale(_stream, Load(500, median: median), [Load(500), Load(500, median: 28)], [Load(500, median: 1e9)]);
        doubts.Select(d => d.Against).Should().Equal(against is null ? [] : [against]);
    }

    [Fact]
    public void A_source_that_is_new_is_held_against_the_others_of_the_stream() =>
        Comparison.Scale(_stream, Load(500, median: 0.003), [], [Load(500)]).Should().ContainSingle().Which.Against.Should().Be("stream");

    [Fact]
    public void Nothing_is_said_of_scale_without_anything_to_compare() => Comparison.Scale(_stream, Load(500, median: 0.003), [], []).Should().BeEmpty();

    [Fact]
    public void A_load_is_held_against_the_last_of_its_kind_and_not_against_another_county()
    {
        var county = Load(100, codes: new() { ["330102"] = 100 }, codeColumn: "canteen_region_code");
        var neighbour = Load(100, codes: new() { ["330103"] = 100 }, codeColumn: "canteen_region_code");
        (PreviousLoad, LoadSummary) At(long id, string name, LoadSummary load) => (new PreviousLoad(id, name, default, 100), load);
        Comparison.Like("县1_2025年3月.csv", county, [At(3, "别的.csv", neighbour), At(2, "县1_2025年2月.csv", neighbour)]).About!.BatchId.Should().Be(2);
        Comparison.Like("新名字.csv", county, [At(3, "别的.csv", neighbour), At(1, "旧名字.csv", county)]).About!.BatchId.Should().Be(1);
        Comparison.Like("新名字.csv", county, [At(3, "别的.csv", neighbour)]).About.Should().BeNull();
    }

    private static LoadSummary Load(long rows, double letters = 0.5, double median = 30, Dictionary<string, long>? codes = null, string codeColumn = "meal_type") => new(rows, rows, 0, new Dictionary<string, long>(),
    [
        Column("amount", rows, ColumnSummary.NumberKind, new ValueRange(median / 10, median * 0.5, median * 0.8, median, median * 1.2, median * 2, median * 3, (int)Math.Min(rows, 1500)), null),
        Column("letter_no", (long)(rows * letters), ColumnSummary.TextKind, null, null),
        Column(codeColumn, rows, ColumnSummary.TextKind, null, codes),
    ]);

    private static ColumnSummary Column(string name, long filled, string kind, ValueRange? range, Dictionary<string, long>? codes) =>
        new(name, true, filled, new Dictionary<string, long>(), new Dictionary<string, long>(), 10, kind, range, 0, 0, codes);
}
