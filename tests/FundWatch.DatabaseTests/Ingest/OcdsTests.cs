using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class OcdsTests : IngestTest
{
    [Theory]
    [InlineData("\"releases\":[{\"url\":\"https://example.org/1\",\"date\":\"2024-01-01\",\"tag\":[\"tender\"]}]")]
    [InlineData("\"versionedRelease\":{\"tender\":{\"title\":[{\"value\":\"Canal\"}]}}")]
    public async Task Of_a_package_only_the_record_that_holds_no_release_is_refused(string without)
    {
        var records = string.Join(",\n", Enumerable.Range(1, 7).Select(i => i == 4 ? $$"""{"ocid":"r-4",{{without}} }""" : $$"""{"ocid":"r-{{i}}","compiledRelease":{{Release($"r-{i}")}} }"""));
        var file = Write("records.json", $$"""{"records":[{{records}}]}""");

        var report = await IngestAsync(file);

        SumIsRight(report);
        report.Files.Select(f => (f.Stream, f.Status, f.Rows, f.Loaded, f.Quarantined)).Should().Equal(
            ("project", FileReport.Done, 7, 6, 1), ("bid", FileReport.Done, 6, 6, 0), ("project_event", FileReport.Done, 0, 0, 0));
        (await ScalarAsync<string>("select code || ' ' || message_zh || ' ' || message_en from ingest.rejected_row")).Should().StartWith("record_without_release").And.Contain("“r-4”").And.Contain("'r-4'").And.Contain("compiledRelease");

        (await IngestAsync(new IngestRequest([file], Source: "bids alone", Stream: "bid"))).Files.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Rows = 6, Loaded = 6, Quarantined = 0 }, "it is refused with the projects, asked for or not");
    }

    [Fact]
    public async Task Records_without_a_release_are_spoken_of_where_nobody_reads_the_projects()
    {
        var file = Write("records.json", $$"""{"records":[{"ocid":"r-1","compiledRelease":{{Release("r-1")}} },{"ocid":"r-2","versionedRelease":{} },{"ocid":"r-1","releases":[{"url":"x"}]}]}""");
        var alone = (await IngestAsync(new IngestRequest([file], Source: "bids alone", Stream: "bid"))).Files.Should().ContainSingle().Which;
        var remark = alone.Remarks!.Should().ContainSingle(r => r.Code == "records_without_release").Which;
        (remark.Count, remark.IsGrave).Should().Be((2L, true));
        remark.En.Should().Contain("2 OCDS records").And.Contain("r-2");
        remark.Zh.Should().Contain("2 条 OCDS 记录");
        (await IngestAsync(file)).Files.SelectMany(f => f.Remarks ?? []).Should().NotContain(r => r.Code == "records_without_release", "there they are refused rows of the projects");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"lots\":[{\"id\":\"L1\"},{\"id\":\"L2\"}]")]
    public async Task A_record_that_lacked_its_release_is_settled_once_its_project_is_there(string lots)
    {
        await IngestAsync(Write("a.json", $$"""{"records":[{"ocid":"r-1","compiledRelease":{{Release("r-1")}} },{"ocid":"r-2","versionedRelease":{} },{"ocid":"r-3","versionedRelease":{} }]}"""));
        var later = await IngestAsync(Write("b.json", Release("r-2").Replace("\"title\":\"Canal\"", "\"title\":\"Canal\"" + lots)));
        SumIsRight(later);
        (await ScalarAsync<string>("select string_agg(status, ' ' order by rejected_id) from ingest.rejected_row where code = 'record_without_release'")).Should().Be("settled open");
    }

    [Theory]
    [InlineData("AMD")]
    [InlineData("USD")] // what the file says of its amounts, not what the mapping says of files that say nothing
    public async Task Projects_from_abroad_name_the_mapping_that_takes_them_in(string currency)
    {
        var file = Write("abroad.json", Release("r-1").Replace("431223", "AM-ER").Replace("000}", $"000,\"currency\":\"{currency}\"}}"));
        var report = (await IngestAsync(file)).Files.Single(f => f.Stream == "project");
        report.Quarantined.Should().Be(1);
        var remark = report.Remarks!.Single(r => r.Code == "ocds_abroad");
        remark.Zh.Should().Contain("--mapping ocds-abroad");
        remark.En.Should().Contain("--mapping ocds-abroad");
        (await IngestAsync(new IngestRequest([file], Stream: "project", Mapping: "ocds-abroad"))).Totals.Loaded.Should().Be(1);
        (await ScalarAsync<string>("select currency from ingest.source")).Should().Be(currency);
    }

    [Fact]
    public async Task A_mapping_leaves_no_column_unused_that_the_file_does_not_have()
    {
        var mapping = Write("m.json", "{\"stream\":\"project\",\"columns\":{\"project_id\":{\"from\":\"project_id\"},\"project_name\":{\"from\":\"project_name\"},\"owner_name\":{\"from\":\"owner_name\"},\"region_code\":{\"constant\":\"000000\"}}}");
        var report = await IngestAsync(new IngestRequest([Write("a.json", Release("r-1"))], Mapping: mapping));
        report.Files[0].Should().BeEquivalentTo(new { Stream = "project", Loaded = 1, UnusedColumns = (IReadOnlyList<string>?)null });
    }

    [Fact]
    public async Task A_partys_credit_code_is_loaded_in_place_of_its_local_id()
    {
        var party = ",{\"id\":\"S1\",\"name\":\"First Ltd\",\"identifier\":{\"scheme\":\"CN-USCC\",\"id\":\"91431402MA0000015C\"}}";
        var report = await IngestAsync(Write("a.json", Release("r-1", party)));
        (await ScalarAsync<string>("select bidder_code from record.bid")).Should().Be("91431402MA0000015C");
        (report.Files[1].Warnings ?? new Dictionary<string, int>()).Should().NotContainKey("bad_credit_code:bidder_code");
    }

    [Fact]
    public async Task A_file_that_was_loaded_before_its_parties_had_their_codes_is_read_anew()
    {
        var file = Write("a.json", Release("r-1"));
        await IngestAsync(file);
        var finder = new LayoutFinder(new MappingStore(Database.Store, TimeProvider.System), "default");
        var found = await finder.FindAsync(SourceFile.Probe(file), null, RecordStreams.Get("bid"), "bid", default);
        await ExecuteAsync($"update ingest.batch set layout_sha256 = '{(found.Layout with { Revision = 0 }).Sha256}' where stream = 'bid'");

        (await IngestAsync(file)).Files.Select(f => (f.Stream, f.Status)).Should().Equal(("project", FileReport.AlreadyLoaded), ("bid", FileReport.Done), ("project_event", FileReport.AlreadyLoaded));
    }

    [Fact]
    public async Task A_process_with_several_currencies_of_its_own_is_settled_once_its_publisher_gives_one()
    {
        var several = Release("r-1").Replace("900000}", "900000,\"currency\":\"EUR\"}").Replace("880000}", "880000,\"currency\":\"GBP\"}");
        var report = await IngestAsync(Write("a.json", several));
        SumIsRight(report);
        (await ScalarAsync<string>("select code || ' ' || message_zh from ingest.rejected_row where message_zh like '“r-1”%'")).Should().StartWith("several_currencies “r-1”").And.Contain("改成以 EUR 计").And.NotContain("--source");

        await IngestAsync(Write("b.json", several.Replace("GBP", "EUR")));
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open'")).Should().Be(0);
    }

    private static string Release(string ocid, string parties = "") => $$$"""
        {"ocid":"{{{ocid}}}","buyer":{"id":"B1","name":"County water bureau"},
         "parties":[{"id":"B1","name":"County water bureau","address":{"region":"431223"}}{{{parties}}}],"tender":{"title":"Canal","value":{"amount":900000}},
         "bids":{"details":[{"id":"b1","value":{"amount":880000},"tenderers":[{"id":"S1","name":"First Ltd"}]}]}}
        """;
}
