using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Quality;

namespace FundWatch.DatabaseTests.Ingest.Quality;

/// <summary>Numbers that are those of other records: said, since nobody sees it in the figures of a load.</summary>
public sealed class KeyCheckTests : IngestTest
{
    private const string Replaced = "replaced_other_records", Shared = "keys_of_other_sources";

    [Fact]
    public async Task Another_office_or_month_that_counts_from_1_in_one_source_is_said()
    {
        await IngestAsync(Write("农业局.csv", Rows("C1", "2025-01")));
        var office = await IngestAsync(Write("教育局.csv", Rows("C2", "2025-01")));
        office.Totals.Updated.Should().Be(20);
        Said(office, Replaced).Should().NotBeNull().And.Match<Remark>(r => r.IsGrave && r.Zh.Contains("农业局.csv") && r.Zh.Contains("食堂编码几乎全都不同") && r.Zh.Contains("教育局-{流水号}") && r.En.Contains("canteen_code,"));
        var month = await IngestAsync(Write("二月.csv", Rows("C2", "2025-02")));
        month.Totals.Updated.Should().Be(20);
        Said(month, Replaced).Should().NotBeNull().And.Match<Remark>(r => r.Zh.Contains("教育局.csv") && r.Zh.Contains("支付时间几乎全都不同"));
    }

    [Fact]
    public async Task Corrections_are_no_other_records()
    {
        await IngestAsync(Write("a.csv", Rows("C1", "2025-01")));
        Said(await IngestAsync(Write("b.csv", Rows("C1", "2025-01", amount: "13.50"))), Replaced).Should().BeNull();
        Said(await IngestAsync(Write("c.csv", Rows("C1", "2025-01", amount: "13.50").Replace("2025-01-03", "2025-01-30"))), Replaced).Should().BeNull("a few days were mended");
    }

    [Fact]
    public async Task Numbers_of_another_source_are_said_where_they_stand_for_other_records()
    {
        await IngestAsync(new IngestRequest([Write("a.csv", Rows("C1", "2025-01"))], Source: "A"));
        Said(await IngestAsync(new IngestRequest([Write("same.csv", Rows("C1", "2025-01") + "\n")], Source: "B")), Shared).Should().BeNull("they say the same");
        var other = await IngestAsync(new IngestRequest([Write("other.csv", Rows("C3", "2025-03"))], Source: "C"));
        other.Totals.Loaded.Should().Be(20);
        Said(other, Shared).Should().NotBeNull().And.Match<Remark>(r => r.IsGrave && r.Count == 20 && r.Zh.Contains("来源 A、B 中") && r.En.Contains("take the two for one"));
        Said(await IngestAsync(new IngestRequest([Write("own.csv", Rows("C3", "2025-03").Replace("\nP", "\nC-P"))], Source: "C")), Shared).Should().BeNull();
    }

    private static Remark? Said(IngestReport report, string code) => report.Files.Single().Remarks!.SingleOrDefault(r => r.Code == code);

    private static string Rows(string canteen, string month, string amount = "12.50") => "流水号,食堂编码,食堂区划,支付时间,金额\n"
        + string.Concat(Enumerable.Range(1, 20).Select(i => $"P{i},{canteen},330102,{month}-{(i % 9) + 1:00} 12:00,{amount}\n"));
}
