using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Public data of real offices through the mappings that are kept in data-samples/mappings.</summary>
public sealed class RealDataTests : IngestTest
{
    [SkippableTheory]
    [InlineData("hospitality_uk/uk_ministers_hospitality_2024_2025.csv", "uk-ministers-hospitality.json", "reception", 700)]
    [InlineData("hospitality_uk/uk_ministers_gifts_2024_2025.csv", "uk-ministers-gifts.json", "fund_use", 60)]
    [InlineData("payments_gla/gla_all.csv.gz", "gla-payments.json", "fund_use", 28_145)]
    public async Task Real_records_load_through_a_kept_mapping(string file, string mapping, string stream, int atLeast)
    {
        var path = Repository.ReferenceData(file);
        Skip.If(path is null, $"reference data not present (../shared/data/{file})");
        var report = await IngestAsync(new IngestRequest([path!], Mapping: Repository.File("data-samples/mappings/" + mapping), Source: "public"));

        SumIsRight(report);
        report.Files[0].Stream.Should().Be(stream, report.Files[0].Error?.En);
        report.Totals.Loaded.Should().BeGreaterThanOrEqualTo(atLeast);
        var again = await IngestAsync(new IngestRequest([path!], Mapping: Repository.File("data-samples/mappings/" + mapping), Source: "public"));
        again.Totals.Should().BeEquivalentTo(new { report.Totals.Rows, Loaded = 0, Updated = 0, report.Totals.Quarantined }, o => o.ExcludingMissingMembers());
    }

    [SkippableFact]
    public void A_draft_for_an_unknown_layout_finds_the_date_and_the_amount()
    {
        var path = Repository.ReferenceData("payments_gla/gla_all.csv.gz");
        Skip.If(path is null, "reference data not present (../shared/data/payments_gla)");
        var draft = MappingDraft.Of(path!, "fund_use").Mapping;
        draft.Columns["amount"].From!.Names.Should().Equal("Amount");
        draft.Columns["used_on"].From!.Names.Should().Equal("Date");
        draft.Columns["payee_name"].From!.Names.Should().Equal("Vendor");
        draft.Columns["amount"].Note.Should().Contain("confidence").And.Contain("1390.11");
    }
}
