using FundWatch.Data.Ingest;
using FundWatch.Samples;

namespace FundWatch.DatabaseTests.Ingest.Quality;

/// <summary>What is said of single amounts, of totals and of files that come again is said of none of the data that offices and the demo have.</summary>
public sealed class OrdinaryDataTests : IngestTest
{
    private static readonly string[] _doubts = ["scale_within", "total_differs", "brought_back"];

    [SkippableTheory]
    [InlineData("hospitality_uk/uk_ministers_hospitality_2024_2025.csv", "uk-ministers-hospitality")]
    [InlineData("hospitality_uk/uk_ministers_gifts_2024_2025.csv", "uk-ministers-gifts")]
    [InlineData("payments_gla/gla_all.csv.gz", "gla-payments")]
    public async Task Not_of_public_records(string file, string mapping)
    {
        var path = Repository.ReferenceData(file);
        Skip.If(path is null, $"reference data not present (../shared/data/{file})");
        Doubts(await IngestAsync(new IngestRequest([path!], Mapping: mapping, Source: "public"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Not_of_a_prefecture_as_the_demo_has_it()
    {
        PrefectureGenerator.Write(new GeneratorOptions { Directory = Path.Combine(Folder, "p"), Rows = 20_000 });
        Doubts(await IngestAsync(Path.Combine(Folder, "p", "data"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Not_of_the_small_set() => Doubts(await IngestAsync(Repository.File("data-samples/small"))).Should().BeEmpty();

    private static IEnumerable<string> Doubts(IngestReport report)
    {
        report.Totals.Rows.Should().BePositive();
        return report.Files.SelectMany(f => f.Remarks ?? []).Where(r => _doubts.Contains(r.Code)).Select(r => r.Zh);
    }
}
