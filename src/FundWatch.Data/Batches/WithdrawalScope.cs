using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Batches;

/// <summary>Which batches go together when one is withdrawn, and which stand in the way.</summary>
internal sealed record WithdrawalScope(int SourceId, string Source, string Stream, IReadOnlyList<PlannedBatch> Batches, IReadOnlyList<PlannedBatch> Standing)
{
    public long[] Ids => [.. Batches.Select(b => b.BatchId)];

    /// <exception cref="WithdrawalRefused">There is no such batch, or nothing of it to withdraw.</exception>
    public static async Task<WithdrawalScope> ReadAsync(NpgsqlConnection connection, long batch, bool withLater, CancellationToken ct)
    {
        var (sourceId, source, stream) = await FindAsync(connection, batch, ct);
        var later = await FromOnAsync(connection, sourceId, stream, batch, ct);
        var one = later[0];
        if (one.Status == "withdrawn")
        {
            throw new WithdrawalRefused("already_withdrawn", $"批次 {batch}（{one.FileName}）已经撤回。", $"Batch {batch} ({one.FileName}) has been withdrawn already.");
        }

        // A withdrawal under way goes on with those it began with.
        if (one.Status == "withdrawing")
        {
            return new WithdrawalScope(sourceId, source, stream, later.Where(b => b.Status == "withdrawing").ToList(), []);
        }

        var alive = later.Where(b => b.Status is "loading" or "done" or "failed").ToList();
        var going = new List<PlannedBatch> { one };
        var standing = new List<PlannedBatch>();
        foreach (var next in alive.Skip(1))
        {
            if (going.Any(g => g.BatchId == next.Corrects) || (withLater && next.Unchanged > 0))
            {
                going.Add(next);
            }
            else if (next.Unchanged > 0)
            {
                standing.Add(next);
            }
        }

        return new WithdrawalScope(sourceId, source, stream, going, standing);
    }

    private static async Task<(int SourceId, string Source, string Stream)> FindAsync(NpgsqlConnection connection, long batch, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("select b.source_id, s.name, b.stream from ingest.batch b join ingest.source s using (source_id) where batch_id = $1", connection);
        find.Parameters.Add(new() { Value = batch });
        await using var reader = await find.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            throw new WithdrawalRefused("no_such_batch", $"没有批次 {batch}。用 fundwatch batches list 查看编号。", $"There is no batch {batch}. See `fundwatch batches list` for the numbers.");
        }

        return RecordStreams.Find(reader.GetString(2)) is not null
            ? (reader.GetInt32(0), reader.GetString(1), reader.GetString(2))
            : throw new WithdrawalRefused("nothing_to_withdraw", $"批次 {batch} 的文件未被识别，没有任何行入库，无需撤回。", $"The file of batch {batch} was not recognised: no row of it is in the store, there is nothing to withdraw.");
    }

    // The batch, then those that loaded something after it began: a load that was stopped and carried on has an earlier number.
    private static async Task<List<PlannedBatch>> FromOnAsync(NpgsqlConnection connection, int source, string stream, long batch, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select b.batch_id, b.file_name, b.status, b.loaded, b.updated, b.unchanged, b.corrects from ingest.batch b join ingest.batch one on one.batch_id = $3
            where b.source_id = $1 and b.stream = $2 and (b.batch_id >= $3 or greatest(b.resumed_at, b.finished_at) > one.started_at)
            order by b.batch_id <> $3, b.batch_id
            """, connection);
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = batch });
        var batches = new List<PlannedBatch>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            batches.Add(new PlannedBatch(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6)));
        }

        return batches;
    }
}
