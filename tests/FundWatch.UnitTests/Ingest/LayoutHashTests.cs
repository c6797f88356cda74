using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.UnitTests.Ingest;

public sealed class LayoutHashTests
{
    private static readonly RecordStream _stream = RecordStreams.Get("holiday");
    private static readonly Layout _layout = new(_stream, ["日期", "类型"], 1, [new(_stream.Column("day"), [0]), new(_stream.Column("kind"), [1])]);

    [Fact]
    public void A_layout_keeps_its_hash_from_one_version_of_the_program_to_the_next() =>
        _layout.Sha256.Should().Be("144ae94644f73f5cb22d6406b34c28713f6001075d4bd3d0c15bf0c56629caea", "stores hold it: every file would be read anew");

    [Fact]
    public void What_changes_a_reading_changes_its_hash() => new[]
    {
        _layout.Sha256, (_layout with { Revision = 1 }).Sha256, (_layout with { Revision = 2 }).Sha256, (_layout with { Columns = [_layout.Columns[0] with { MayBeEmpty = [0] }, _layout.Columns[1]] }).Sha256,
        With(c => c with { Currency = "USD" }), With(c => c with { PriceTimes = 2 }), With(c => c with { PriceTimes = 0.001m }), With(c => c with { PriceTimes = 0.001m, Factor = 1_000 }), With(c => c with { Measure = "USD" }),
    }.Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_price_has_the_hash_that_it_had_when_its_weight_was_part_of_the_factor() => With(c => c with { PriceTimes = 2 }).Should().Be(With(c => c with { Factor = 2 }));

    private static string With(Func<ColumnSource, ColumnSource> change) => (_layout with { Columns = [change(_layout.Columns[0]), _layout.Columns[1]] }).Sha256;
}
