using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class RemarksTests
{
    private static readonly RecordStream _stream = RecordStreams.Get("fund_use");

    [Theory]
    [InlineData(1, "1 cell of 'region_code' held an abolished code, replaced by the one in force")]
    [InlineData(2, "2 cells of 'region_code' held abolished codes, replaced by those in force")]
    public void Of_one_code_there_is_one(long count, string said)
    {
        var none = new Dictionary<string, long>();
        var column = new ColumnSummary("region_code", true, 9, none, new Dictionary<string, long> { ["region_mapped"] = count }, 9, ColumnSummary.TextKind, null, 0, 0, null);
        Remarks.Of(RecordStreams.Get("reception"), new LoadSummary(9, 9, 0, none, [column]), null, null, [], null, [], [], []).Should().ContainSingle().Which.En.Should().Be(said);
    }

    [Theory]
    [InlineData(1, "'application_id': 1 of 9 rows refers to something that is not in stream subsidy, e.g. A7")]
    [InlineData(2, "'application_id': 2 of 9 rows refer to something that is not in stream subsidy, e.g. A7")]
    public void A_reference_to_nothing(long broken, string said) =>
        Of(Load(), references: [new ReferenceCheck("application_id", "subsidy", "application_id", 9, broken, ["A7"], false, false)]).Should().ContainSingle().Which.En.Should().Be(said);

    [Fact]
    public void Several_lines_are_lines()
    {
        Of(Load() with { FootRows = 1, FootLines = [21] }).Single().En.Should().EndWith("left out (line 21)");
        Of(Load() with { FootRows = 3, FootLines = [21, 22, 23] }).Single().En.Should().EndWith("left out (lines 21, 22, 23)");
        Of(Load() with { OtherUnits = [new(3, "万元"), new(5, "万元")] }).Single().En.Should().StartWith("lines 3, 5 state 万元");
    }

    [Theory]
    [InlineData(0, true, "请撤回本批次"), InlineData(2, false, "其上有 2 行被隔离")]
    public void A_total_that_differs_is_grave_where_nothing_explains_it(long refused, bool isGrave, string said)
    {
        var remark = Of(Load() with { TotalsOff = [new StatedTotal(40, "amount", 1_234.5m, 1_200, refused)] }).Should().ContainSingle(r => r.Code == "total_differs").Subject;
        (remark.IsGrave, remark.Column).Should().Be((isGrave, "amount"));
        remark.Zh.Should().StartWith("第 40 行的合计：“金额”写着 1,234.50，从表的第一行到第 39 行读到的各行之和为 1,200.00，相差 34.50").And.Contain(said);
        remark.En.Should().Contain("states 1,234.50").And.Contain("the rows read from the table's first to line 39 add up to 1,200.00: a difference of 34.50");
    }

    [Fact]
    public void A_total_that_differs_names_the_lines_between_which_rows_were_added_up()
    {
        var remark = Of(Load() with { TotalsOff = [new StatedTotal(40, "amount", 10_000, 9_900, 0, After: 12)] }).Should().ContainSingle(r => r.Code == "total_differs").Subject;
        remark.Zh.Should().Contain("从第 13 行到第 39 行读到的各行之和为 9,900.00，相差 100.00");
        remark.En.Should().Contain("the rows read from line 13 to line 39 add up to 9,900.00: a difference of 100.00");
    }

    [Theory]
    [InlineData(1, "1 条记录的“明细”", "请将“明细”展开为每条明细一行", "'明细' holds lists of objects in 1 record,")]
    [InlineData(1_200, "1,200 条记录的“明细”", "请将“明细”展开为每条明细一行", "'明细' holds lists of objects in 1,200 records,")]
    public void Lists_that_nothing_took_are_grave(long records, string found, string todo, string said)
    {
        var remark = Of(Load() with { ListsUnread = [new("明细", records)] }).Single();
        remark.Should().BeEquivalentTo(new { Code = "lists_unread", IsGrave = true, Count = records });
        remark.Zh.Should().StartWith(found).And.Contain(todo);
        remark.En.Should().StartWith(said);
    }

    [Fact]
    public void An_amount_far_from_the_others_is_named_with_its_rows()
    {
        var doubt = new ScaleWithin("amount", 12_000_000, 500, 1_600_000) { Count = 4, Rows = [new("U7", 8), new("U9", 10), new("U2", 3)] };
        var remark = Of(Load(), within: [doubt]).Single();
        remark.Should().BeEquivalentTo(new { Code = "scale_within", IsGrave = true, Count = 4, Column = "amount" });
        remark.Zh.Should().Contain("12,000,000，是本列中位数 500 的 24,000 倍（U7，第 8 行、U9，第 10 行、U2，第 3 行…）");
        remark.En.Should().Contain("24,000 times the column's median of 500 (U7, line 8; U9, line 10; U2, line 3; …)");
        Of(Load(), within: [new ScaleWithin("amount", 0.5, 5_000, 1)]).Single().Zh.Should().Contain("最小的一笔为 0.5，是本列中位数 5,000 的 10,000 分之一：");
    }

    private static LoadSummary Load() => new(9, 9, 0, new Dictionary<string, long>(), []);

    private static IReadOnlyList<Remark> Of(LoadSummary load, IReadOnlyList<ReferenceCheck>? references = null, IReadOnlyList<ScaleWithin>? within = null) =>
        Remarks.Of(_stream, load, null, null, references ?? [], null, [], [], [], within: within);
}
