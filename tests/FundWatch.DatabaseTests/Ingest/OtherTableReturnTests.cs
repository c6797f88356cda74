using System.Text;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Rows that their file's layout would read wrongly, on their way back: below another unit, below another header.</summary>
public sealed class OtherTableReturnTests : IngestTest
{
    private const string Head = "使用流水号,申报编号,使用日期,金额（元）\n";

    private QuarantineService Service => new(Database.Store, TimeProvider.System);

    [Theory]
    [InlineData("３")]
    [InlineData("叁")]
    [InlineData("￥3")]
    [InlineData("３万")]
    [InlineData("1.2.3")]
    public async Task An_amount_in_any_writing_is_asked_for_before_its_row_comes_in(string amount)
    {
        await IngestAsync(Write("a.csv", Head + "U1,A1,2025-03-01,500\n,,,单位：万元\nU2,A1,2025-03-02," + amount + "\n"));
        var sheet = await ExportAsync();
        (await RetryAsync(sheet.Replace("U2,A1,", "U2,A2,"))).Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, HalfGiven = 1, Untouched = 0 }, o => o.ExcludingMissingMembers());
        (await RetryAsync(sheet.Replace("," + amount, ",30000"))).Should().BeEquivalentTo(new { Rows = 1, Loaded = 1, HalfGiven = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<decimal>("select amount from record.fund_use where use_id = 'U2'")).Should().Be(30000m);
    }

    [Fact]
    public async Task Of_a_process_with_several_currencies_the_amounts_that_were_right_may_stay()
    {
        await IngestAsync(new FundWatch.Data.Ingest.IngestRequest([Write("a.json", """
            {"ocid":"o-1","buyer":{"id":"B1","name":"Council"},"tender":{"title":"Road","value":{"amount":8000,"currency":"EUR"}},
             "awards":[{"id":"a1","status":"active","value":{"amount":7000,"currency":"GBP"},"suppliers":[{"id":"S1","name":"First Ltd"}]}]}
            """)], Mapping: "ocds-abroad"));
        var sheet = await ExportAsync();
        (await RetryAsync(sheet.Replace("Road", "Street"))).Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, HalfGiven = 1 }, o => o.ExcludingMissingMembers());
        (await RetryAsync(sheet.Replace("7000", "8200"))).Should().BeEquivalentTo(new { Rows = 1, Loaded = 1, HalfGiven = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select control_price::bigint || ' ' || award_amount::bigint from record.project")).Should().Be("8000 8200");
    }

    [Theory]
    [InlineData("3", "3.00")]
    [InlineData("1234", "1,234")]
    [InlineData("1234", "￥1234.00")]
    public async Task An_amount_that_a_spreadsheet_only_shows_otherwise_is_not_given(string amount, string shown)
    {
        await IngestAsync(Write("a.csv", Head + "U1,A1,2025-03-01,500\n,,,单位：万元\nU2,A1,2025-03-02," + amount + "\n"));
        (await RetryAsync((await ExportAsync()).Replace($",{amount}", $",\"{shown}\""))).Should().BeEquivalentTo(new { Loaded = 0, HalfGiven = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.fund_use")).Should().Be(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("０．００")]
    public async Task A_row_without_an_amount_is_the_same_in_any_unit(string amount)
    {
        await IngestAsync(Write("a.csv", Head + "U1,A1,2025-03-01,500\n,,,单位：万元\nU2,A1,2025-03-02," + amount + "\n"));
        (await RetryAsync((await ExportAsync()).Replace("U2,A1,", "U2,A2,"))).Loaded.Should().Be(1);
    }

    [Fact]
    public async Task A_row_below_another_header_comes_in_by_no_sheet_and_no_mapping()
    {
        await IngestAsync(Write("a.csv", Head + "U1,A1,2025-03-01,500\n使用流水号,申报编号,金额（元）,使用日期\nU2,A1,20250302,20250303\n"));
        var sheet = await ExportAsync();
        sheet.Should().Contain("other_table");
        (await RetryAsync(sheet.Replace("U2,A1,", "U2,A2,"))).Should().BeEquivalentTo(new { Loaded = 0, HalfGiven = 1 }, o => o.ExcludingMissingMembers());
        var mapping = new NamedMapping("m", Mapping.Parse(Encoding.UTF8.GetBytes("""
            {"stream":"fund_use","columns":{"use_id":{"from":"使用流水号"},"application_id":{"from":"申报编号"},"used_on":{"from":"使用日期"},"amount":{"from":"金额（元）"}}}
            """), "m.json"));
        (await Service.RetryAsync(new QuarantineFilter(Code: "other_table"), mapping, "tester", default)).Should().BeEquivalentTo(new { Rows = 0, OfAnotherTable = 2 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.fund_use")).Should().Be(1);
    }

    private async Task<string> ExportAsync()
    {
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        return Encoding.UTF8.GetString(export.ToArray());
    }

    private Task<RetryReport> RetryAsync(string sheet) => Service.RetryAsync(Write($"{Guid.NewGuid():N}.csv", sheet), "tester", default);
}
