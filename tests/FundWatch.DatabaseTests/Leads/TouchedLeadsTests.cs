using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.DatabaseTests.Ingest;

namespace FundWatch.DatabaseTests.Leads;

public sealed class TouchedLeadsTests : IngestTest
{
    [Fact]
    public async Task Records_of_a_batch_are_found_among_many_by_when_they_were_recorded()
    {
        // Many of long ago, in blocks of their own, and one of now.
        await ExecuteAsync("""
            insert into record.organisation (org_code, org_name, region_code, source_id, batch_id, line_no, row_hash, recorded_from)
            select 'X' || n, '某单位', '430301', 1, n, 1, gen_random_uuid(), case when n = 50000 then now() else '2020-01-01' end from generate_series(1, 50000) n
            """);
        await ExecuteAsync("vacuum analyze record.organisation");

        await using var command = Database.Store.App.CreateCommand("explain " + TouchedLeads.KeysOf(RecordStreams.Get("organisation")));
        command.Parameters.Add(new() { Value = new[] { 50_000L } });
        command.Parameters.Add(new() { Value = DateTimeOffset.UtcNow.AddMinutes(-10) });
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(0));
            }
        }

        string.Join('\n', plan).Should().Contain("organisation_recorded_from_idx").And.NotContain("Seq Scan");
    }

    [Fact]
    public async Task Leads_that_records_touch_are_found_by_the_index_of_their_evidence()
    {
        await using var connection = await Database.Store.App.OpenConnectionAsync();
        await using (var few = connection.CreateCommand())
        {
            few.CommandText = "set enable_seqscan = off; set enable_indexscan = off"; // there are few leads here: which indexes can be used is asked, not which is worth it
            await few.ExecuteNonQueryAsync();
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "explain " + TouchedLeads.Sql(RecordStreams.Get("organisation"));
        foreach (var value in new object[] { new[] { 1L }, DateTimeOffset.UtcNow, 0L, "system" })
        {
            command.Parameters.Add(new() { Value = value });
        }

        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        string.Join('\n', plan).Should().Contain("lead_evidence_keys_idx");
    }
}
