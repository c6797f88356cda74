using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Leads;
using FundWatch.Data.Rules;
using FundWatch.Core.Rules;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Public data of real offices through the mappings that are kept in data-samples/mappings.</summary>
public sealed class RealDataTests : IngestTest
{
    [SkippableTheory]
    [InlineData("hospitality_uk/uk_ministers_hospitality_2024_2025.csv", "uk-ministers-hospitality", "reception", 700)]
    [InlineData("hospitality_uk/uk_ministers_gifts_2024_2025.csv", "uk-ministers-gifts", "fund_use", 60)]
    [InlineData("payments_gla/gla_all.csv.gz", "gla-payments", "fund_use", 28_145)]
    public async Task Real_records_load_through_a_kept_mapping(string file, string mapping, string stream, int atLeast)
    {
        var path = Repository.ReferenceData(file);
        Skip.If(path is null, $"reference data not present (../shared/data/{file})");
        var report = await IngestAsync(new IngestRequest([path!], Mapping: mapping, Source: "public"));

        SumIsRight(report);
        report.Files[0].Stream.Should().Be(stream, report.Files[0].Error?.En);
        report.Totals.Loaded.Should().BeGreaterThanOrEqualTo(atLeast);
        var again = await IngestAsync(new IngestRequest([path!], Mapping: mapping, Source: "public"));
        again.Totals.Should().BeEquivalentTo(new { report.Totals.Rows, Loaded = 0, Updated = 0, report.Totals.Quarantined }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Money_that_is_not_yuan_keeps_its_currency_to_the_lead()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "paid.csv");
        await File.WriteAllTextAsync(file, "ID,Date,Vendor,Amount,DocNo\n1,2012-05-01,ACME LTD,1500,5107\n2,2012-05-20,ACME LTD,1500,5107\n3,2012-05-20,OTHER LTD,900,5108\n");
        var mapping = Path.Combine(folder.FullName, "m.json");
        await File.WriteAllTextAsync(mapping, """
            {"stream": "fund_use", "currency": "GBP", "columns": {"use_id": {"from": "ID"}, "application_id": {"from": "Vendor"}, "used_on": {"from": "Date"},
             "amount": {"from": "Amount"}, "payee_name": {"from": "Vendor"}, "invoice_no": {"from": "DocNo"}}}
            """);
        await IngestAsync(new IngestRequest([file], Mapping: mapping, Source: "pounds"));

        await new RuleEngine(Database.Store, RuleCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "rules")), TimeProvider.System).RunAsync(new RuleScope());
        await new LeadBuilder(Database.Store, TimeProvider.System).BuildAsync();

        var lead = await new LeadStore(Database.Store).RowsAsync(new LeadFilter(), null).SingleAsync();
        lead.Currency.Should().Be("GBP");
        lead.SubjectName.Should().Be("ACME LTD");
        lead.ReasonsZh.Should().Contain("1,500.00 GBP").And.NotContain("元");
        lead.ReasonsEn.Should().Contain("1,500.00 GBP").And.NotContain("yuan");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_currency_is_a_code_of_three_letters()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"stream": "fund_use", "currency": "£", "columns": {}}""");
        FluentActions.Invoking(() => Mapping.Read(path)).Should().Throw<FileRefused>().Which.En.Should().Contain("such as GBP");
        File.Delete(path);
    }

    [SkippableFact]
    public void A_draft_for_an_unknown_layout_finds_the_date_and_the_amount()
    {
        var path = Repository.ReferenceData("payments_gla/gla_all.csv.gz");
        Skip.If(path is null, "reference data not present (../shared/data/payments_gla)");
        var draft = MappingDraft.Of(path!, "fund_use");
        draft.Mapping.Columns["amount"].From!.Names.Should().Equal("Amount");
        draft.Mapping.Columns["used_on"].From!.Names.Should().Equal("Date");
        draft.Mapping.Columns["payee_name"].From!.Names.Should().Equal("Vendor");
        draft.Columns.Single(c => c.Column.Name == "amount").Should().Match<DraftColumn>(c => c.Confidence > 0.5 && c.Samples.Contains("1390.11"));
    }
}
