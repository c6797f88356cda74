using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Batches;

/// <summary>What a withdrawal does in quarantine: rows that its batches ($1) refused are closed, those of others that they had settled are open again. Counted for the plan and done by the same conditions.</summary>
internal static class WithdrawnRefusals
{
    private const string Closed = "batch_id = any($1) and status in ('open', 'replayed', 'settled')";
    private const string Reopened = "replayed_in = any($1) and status in ('replayed', 'settled') and not batch_id = any($1)";

    public static async Task<(long Closed, long Open, long Reopened)> CountAsync(NpgsqlConnection connection, long[] batches, CancellationToken ct)
    {
        await using var count = connection.Command($"""
            select c.closed, c.waiting, r.reopened
            from (select count(*) as closed, count(*) filter (where status = 'open') as waiting from ingest.rejected_row where {Closed}) c,
                 (select count(*) as reopened from ingest.rejected_row where {Reopened}) r
            """, batches);
        await using var row = await count.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    /// <summary>Within a transaction of the caller's.</summary>
    public static async Task<(int Closed, int Reopened)> EndAsync(NpgsqlConnection connection, long[] batches, CancellationToken ct)
    {
        await RefusedRowLocks.TakeAsync(connection, $"({Closed}) or ({Reopened})", batches, ct);
        await using var close = connection.Command($"""
            update ingest.rejected_row r set status = 'withdrawn', reason = b.withdraw_reason, resolved_by = b.withdrawn_by, resolved_at = clock_timestamp()
            from ingest.batch b where b.batch_id = r.batch_id and r.rejected_id in (select rejected_id from ingest.rejected_row where {Closed})
            """, batches);
        var closed = await close.ExecuteNonQueryAsync(ct);
        await using var reopen = connection.Command($"update ingest.rejected_row set status = 'open', resolved_by = null, resolved_at = null, replayed_in = null where {Reopened}", batches);
        return (closed, await reopen.ExecuteNonQueryAsync(ct));
    }
}
