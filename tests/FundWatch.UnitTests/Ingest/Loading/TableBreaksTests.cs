using FundWatch.UnitTests.Ingest.Quality;

namespace FundWatch.UnitTests.Ingest.Loading;

/// <summary>Rows below a header that says the unit no more were read ten thousand times too large, as if the first header still held.</summary>
public sealed class TableBreaksTests : IDisposable
{
    private const string Names = "使用流水号,申报编号,使用日期,";

    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-breaks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("金额（万元）", Names + "金额（人民币）")]
    [InlineData("金额（人民币万元）", Names + "金额（人民币）")]
    [InlineData("金额（万元）", Names + "amount(RMB)")]
    [InlineData("金额（万元）", Names + "金额")]
    [InlineData("金额万元", Names + "金额（￥）")]
    [InlineData("金额（万元）", "use_id,application_id,used_on,amount")]
    [InlineData("金额（元）", Names + "金额（角）")]
    [InlineData("金额", Names + "金额（万元）")]
    public void The_header_again_without_its_unit_or_with_another_is_another_tables(string amount, string again)
    {
        var load = ProfiledText.Of(_folder, $"{Names}{amount}\nU1,A1,2025-03-01,5\n{again}\nU2,A1,2025-03-02,50000\n");
        (load.Accepted, load.FootRows).Should().Be((1, 0));
        load.RowRefusals.Should().ContainKey("other_table");
    }

    [Theory]
    [InlineData("金额（万元）", Names + "金额（万元）")]
    [InlineData("金额（万元）", Names + "金额（人民币万元）")]
    [InlineData("金额（人民币）", Names + "金额（元）")]
    [InlineData("金额（元）", Names + "金额")]
    [InlineData("金额", "use_id,application_id,used_on,amount")]
    public void The_header_again_in_the_same_unit_is_none(string amount, string again)
    {
        var load = ProfiledText.Of(_folder, $"{Names}{amount}\nU1,A1,2025-03-01,5\n{again}\nU2,A1,2025-03-02,6\n");
        (load.Accepted, load.FootRows).Should().Be((2, 1));
    }

    [Fact]
    public void Names_in_a_second_line_of_the_header_leave_the_unit_of_the_first()
    {
        var load = ProfiledText.Of(_folder, Names + "金额（万元）\nuse_id,application_id,used_on,amount\nU1,A1,2025-03-01,5\n");
        load.RowRefusals.Should().BeEmpty();
        (load.FootRows, load.Column("amount")!.Range!.Max).Should().Be((1, 50_000));
    }
}
