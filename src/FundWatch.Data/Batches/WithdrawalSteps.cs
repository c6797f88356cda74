using FundWatch.Core.Records;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Batches;

/// <summary>
/// The work of a withdrawal, on a connection that holds the lock of the source and stream. Rows go a range of blocks at a time, each range in a transaction
/// of its own, so memory stays flat and a process killed anywhere is carried on: what is left is what still carries the batch's number.
/// </summary>
internal sealed class WithdrawalSteps(NpgsqlConnection connection, TimeProvider clock)
{
    /// <summary>Blocks of 8 KB that one transaction looks through, over all partitions together: some tens of thousands of rows.</summary>
    private const long BlocksAtOnce = 2048;

    /// <summary>Finishes withdrawals of the source and stream that a killed process left half done; nothing else may touch its rows before.</summary>
    /// <returns>What was finished; null where nothing was open.</returns>
    public async Task<WithdrawalResult?> FinishOpenAsync(int source, string stream, CancellationToken ct, Action<double>? progress = null)
    {
        await using var find = connection.Command("select array_agg(batch_id order by batch_id) from ingest.batch where source_id = $1 and stream = $2 and status = 'withdrawing'", source, stream);
        return await find.ExecuteScalarAsync(ct) is long[] open ? await FinishAsync(open, stream, progress, ct) : null;
    }

    /// <summary>Takes the rows of batches that are marked as being withdrawn out of the store and closes what hangs on them.</summary>
    public async Task<WithdrawalResult> FinishAsync(long[] batches, string stream, Action<double>? progress, CancellationToken ct)
    {
        var from = await FromAsync(batches, ct);
        await using (var replaced = connection.Command("select exists (select from ingest.batch where batch_id = any($1) and updated > 0)", batches))
        {
            var sql = new WithdrawalSql(RecordStreams.Get(stream), restores: (bool)(await replaced.ExecuteScalarAsync(ct))!);
            var (blocks, partitions) = await BlocksAsync(sql, ct);
            var step = Math.Clamp(BlocksAtOnce / Math.Max(1, partitions), 16, BlocksAtOnce);
            for (long block = 0; block < blocks; block += step)
            {
                await RemoveAsync(sql, batches, block, block + step, from, ct);
                progress?.Invoke(Math.Min(1, (double)(block + step) / blocks));
            }

            await using var left = connection.Command(sql.Left, batches);
            if ((bool)(await left.ExecuteScalarAsync(ct))!)
            {
                throw new InvalidOperationException($"Rows of batches {string.Join(", ", batches)} are left in {stream} after they were all taken out.");
            }
        }

        return await CloseAsync(batches, stream, ct);
    }

    // Taken after the mark has been committed: a scoring run that did not see the mark claims nothing beyond an earlier moment.
    private async Task<DateTime> FromAsync(long[] batches, CancellationToken ct)
    {
        await using var set = connection.Command("update ingest.batch set withdrawn_from = clock_timestamp() where batch_id = any($1) and withdrawn_from is null", batches);
        await set.ExecuteNonQueryAsync(ct);
        await using var get = connection.Command("select max(withdrawn_from) from ingest.batch where batch_id = any($1)", batches);
        return (DateTime)(await get.ExecuteScalarAsync(ct))!;
    }

    private async Task<(long Blocks, long Partitions)> BlocksAsync(WithdrawalSql sql, CancellationToken ct)
    {
        await using var size = connection.Command(sql.Blocks);
        await using var reader = await size.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task RemoveAsync(WithdrawalSql sql, long[] batches, long first, long end, DateTime from, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var when = connection.Command("select set_config('fundwatch.replaced_at', $1, true)", $"{from:yyyy-MM-dd HH:mm:ss.ffffff}+00"))
        {
            await when.ExecuteNonQueryAsync(ct);
        }

        var counts = new List<(long Batch, long Removed, long Restored)>();
        await using (var remove = connection.Command(sql.Remove, batches, $"({first},0)", $"({end},0)", from))
        await using (var reader = await remove.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                counts.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
            }
        }

        if (counts.Count > 0)
        {
            await using var count = connection.Command("""
                update ingest.batch b set removed = b.removed + n.removed, restored = b.restored + n.restored
                from unnest($1, $2, $3) n (batch_id, removed, restored) where b.batch_id = n.batch_id
                """, counts.Select(c => c.Batch).ToArray(), counts.Select(c => c.Removed).ToArray(), counts.Select(c => c.Restored).ToArray());
            await count.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    // Quarantine, the end of the withdrawal and its event in the trail: one transaction.
    private async Task<WithdrawalResult> CloseAsync(long[] batches, string stream, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (refused, reopened) = await WithdrawnRefusals.EndAsync(connection, batches, ct);
        await using var done = connection.Command("""
            with gone as (
                update ingest.batch set status = 'withdrawn', withdrawn_at = clock_timestamp()
                where batch_id = any($1) and status = 'withdrawing' returning batch_id, removed, restored, withdrawn_by, withdraw_reason
            ), told as (
                insert into review.trail (event, actor, at, note, payload)
                select 'batch_withdrawn', min(withdrawn_by), $2, min(withdraw_reason),
                       jsonb_build_object('batches', jsonb_agg(batch_id order by batch_id), 'stream', $3::text, 'removed', sum(removed), 'restored', sum(restored),
                                          'quarantine_closed', $4::int, 'quarantine_reopened', $5::int)::text
                from gone having count(*) > 0
            )
            select coalesce(sum(removed), 0)::bigint, coalesce(sum(restored), 0)::bigint from gone
            """, batches, clock.GetUtcNow().UtcDateTime, stream, refused, reopened);
        WithdrawalResult result;
        await using (var reader = await done.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            result = new WithdrawalResult(batches, stream, reader.GetInt64(0), reader.GetInt64(1), refused, reopened);
        }

        await transaction.CommitAsync(ct);
        return result;
    }
}
