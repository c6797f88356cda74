using FundWatch.Core;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.DatabaseTests.Ingest;

namespace FundWatch.DatabaseTests.Batches;

public sealed class StoppedLoadTests : IngestTest
{
    [Fact]
    public async Task A_load_is_under_way_while_somebody_is_at_it_and_stopped_once_nobody_is()
    {
        var batches = new BatchStore(Database.Store);
        var file = Write("a.csv", Payments(180_000));
        using var stop = new CancellationTokenSource();
        await Loader.Invoking(l => l.IngestAsync(new IngestRequest([file]), new AtOnce<IngestProgress>(p =>
        {
            if (p.Rows > 0)
            {
                stop.Cancel();
            }
        }), stop.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await batches.FindAsync(1))!.Should().BeEquivalentTo(new { Status = "loading", IsStopped = true, ShownStatus = "stopped" }, o => o.ExcludingMissingMembers());
        await using (var other = await Database.Owner.OpenConnectionAsync())
        {
            await using var hold = other.CreateCommand();
            hold.CommandText = "select pg_advisory_lock(hashtextextended('ingest:' || source_id || ':' || stream, 0)) from ingest.batch where batch_id = 1";
            await hold.ExecuteNonQueryAsync();
            (await batches.FindAsync(1))!.ShownStatus.Should().Be("loading");
            hold.CommandText = "insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, status) select source_id, stream, 'b', 'b', 'b', '', 1, '', 'loading' from ingest.batch where batch_id = 1";
            await hold.ExecuteNonQueryAsync();
            (await batches.LatestAsync(5)).Select(b => b.ShownStatus).Should().Equal(["loading", "stopped"], "one batch at a time is loaded: the lock is the other's");
            hold.CommandText = "delete from ingest.batch where file_name = 'b'; select pg_advisory_unlock_all()";
            await hold.ExecuteNonQueryAsync();
        }

        await IngestAsync(file);
        (await batches.FindAsync(1))!.ShownStatus.Should().Be("done");
    }
}
