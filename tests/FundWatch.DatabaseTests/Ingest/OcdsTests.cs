using FundWatch.Data.Ingest;

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

        (await IngestAsync(new IngestRequest([file], Source: "bids alone", Stream: "bid"))).Files.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Rows = 7, Loaded = 6, Quarantined = 1 });
    }

    private static string Release(string ocid, string parties = "") => $$$"""
        {"ocid":"{{{ocid}}}","buyer":{"id":"B1","name":"County water bureau"},
         "parties":[{"id":"B1","name":"County water bureau","address":{"region":"431223"}}{{{parties}}}],"tender":{"title":"Canal","value":{"amount":900000}},
         "bids":{"details":[{"id":"b1","value":{"amount":880000},"tenderers":[{"id":"S1","name":"First Ltd"}]}]}}
        """;
}
