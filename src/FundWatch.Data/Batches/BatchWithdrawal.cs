using FundWatch.Core.Records;
using FundWatch.Core.Review;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Batches;

/// <summary>
/// Withdraws a batch whole (a wrong file): the store becomes what it would be had the file never come. Rows it inserted go into history, rows it
/// replaced come back as they were before, what later batches wrote stays. Flags and leads follow at the next scoring, which sees the changed rows.
/// </summary>
public sealed class BatchWithdrawal(FundWatchDatabase db, TimeProvider clock)
{
    private const int LongestReason = 500;

    /// <summary>What would happen. Changes nothing.</summary>
    /// <param name="withLater">Take later batches that stand on this one along.</param>
    /// <exception cref="WithdrawalRefused">There is no such batch, or nothing of it to withdraw.</exception>
    public async Task<WithdrawalPlan> PlanAsync(long batch, bool withLater, CancellationToken ct)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var scope = await WithdrawalScope.ReadAsync(connection, batch, withLater, ct);
        var sql = new WithdrawalSql(RecordStreams.Get(scope.Stream), restores: true);
        await using var count = new NpgsqlCommand(sql.Current, connection) { CommandTimeout = 0 };
        count.Parameters.Add(new() { Value = scope.Ids });
        await using var counts = await count.ExecuteReaderAsync(ct);
        await counts.ReadAsync(ct);
        var (removed, restored) = (counts.GetInt64(0), counts.GetInt64(1));
        await counts.DisposeAsync();
        var superseded = await SupersededAsync(connection, sql, scope.Ids, ct);
        await using var leads = new NpgsqlCommand(sql.Leads(removed), connection) { CommandTimeout = 0 };
        leads.Parameters.Add(new() { Value = scope.Ids });
        leads.Parameters.Add(new() { Value = LeadStatus.All.Where(s => !LeadStatus.IsClosed(s)).ToArray() });
        var touched = (long)(await leads.ExecuteScalarAsync(ct))!;
        var (refused, open, reopened) = await WithdrawnRefusals.CountAsync(connection, scope.Ids, ct);
        return new WithdrawalPlan(scope.Stream, scope.Source, scope.Batches, removed, restored, superseded, refused, touched, scope.Standing, reopened, open);
    }

    /// <summary>Withdraws the batch with the corrections of its rows; called again after a kill, it carries on.</summary>
    /// <param name="actor">Who answers for it; without one nothing happens.</param>
    /// <param name="planned">The batches of the plan that a person has agreed to: where others would go now, or one of them was carried on meanwhile, nothing does.</param>
    /// <exception cref="WithdrawalRefused">Nothing was changed; the code says why.</exception>
    public async Task<WithdrawalResult> WithdrawAsync(long batch, string reason, string actor, bool withLater, IProgress<double>? progress, CancellationToken ct, IReadOnlyList<PlannedBatch>? planned = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        reason = reason.Trim() is { Length: > LongestReason } longer ? longer[..LongestReason] : reason.Trim();
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var before = await WithdrawalScope.ReadAsync(connection, batch, withLater, ct);
        var batches = new Ingest.Loading.BatchStore(connection);
        if (!await batches.TryLockAsync(before.SourceId, before.Stream, ct))
        {
            throw new WithdrawalRefused("being_loaded", $"来源“{before.Source}”的{RecordStreams.Get(before.Stream).ChineseName}数据正在导入，请等它结束后再撤回。",
                $"Data of stream {before.Stream} from source '{before.Source}' is being taken in. Wait until that has ended, then withdraw.");
        }

        try
        {
            await FirstLoad.SettleOthersAsync(db, connection, before.SourceId, RecordStreams.Get(before.Stream), except: 0, ct); // rows of a killed load can only go once they are in
            var steps = new WithdrawalSteps(connection, clock);
            if (await steps.FinishOpenAsync(before.SourceId, before.Stream, ct, progress is null ? null : progress.Report) is { } resumed && resumed.Batches.Contains(batch))
            {
                return resumed;
            }

            var scope = await WithdrawalScope.ReadAsync(connection, batch, withLater, ct); // again, now that nobody else can change it
            if (scope.Standing.Count > 0)
            {
                throw Later(batch, scope.Standing);
            }

            if (planned is not null && !scope.Batches.ToHashSet().SetEquals(planned))
            {
                throw new WithdrawalRefused("plan_changed", "刚才确认之后，要撤回的批次有了变化（又导入了行，或有别的批次须一并撤回），尚未撤回任何行。请看更新后的内容，再次确认。",
                    "What would be withdrawn has changed since you agreed (rows came in, or other batches go along), and nothing has been withdrawn. See what would happen now and agree again.");
            }

            await MarkAsync(connection, scope, batch, reason, actor, ct);
            return await steps.FinishAsync(scope.Ids, scope.Stream, progress is null ? null : progress.Report, ct);
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await batches.UnlockAsync(before.SourceId, before.Stream);
            }
        }
    }

    private static async Task<long> SupersededAsync(NpgsqlConnection connection, WithdrawalSql sql, long[] batches, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var keep = connection.Command(sql.KeepReplaced, batches))
        {
            await keep.ExecuteNonQueryAsync(ct);
        }

        await using (var analyse = connection.Command(WithdrawalSql.AnalyseReplaced))
        {
            await analyse.ExecuteNonQueryAsync(ct);
        }

        await using var count = connection.Command(sql.Superseded, batches);
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    // The mark and its event in the trail are one statement: nothing goes unless it is on record who wanted it and why.
    private async Task MarkAsync(NpgsqlConnection connection, WithdrawalScope scope, long batch, string reason, string actor, CancellationToken ct)
    {
        await using var mark = new NpgsqlCommand("""
            with marked as (
                update ingest.batch set status = 'withdrawing', withdraw_asked_at = clock_timestamp(), withdrawn_by = $3, withdraw_reason = $4, error = null
                where batch_id = any($1) and status in ('loading', 'done', 'failed') returning batch_id, file_name, sha256
            )
            insert into review.trail (event, actor, at, note, payload)
            select 'batch_withdraw', $3, $2, $4, jsonb_build_object('batch', $5::bigint, 'stream', $6::text, 'source', $7::text,
                'files', jsonb_agg(jsonb_build_object('batch', batch_id, 'file', file_name, 'sha256', sha256) order by batch_id))::text
            from marked having count(*) > 0
            """, connection);
        mark.Parameters.Add(new() { Value = scope.Ids });
        mark.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        foreach (var value in new object[] { actor, reason, batch, scope.Stream, scope.Source })
        {
            mark.Parameters.Add(new() { Value = value });
        }

        await mark.ExecuteNonQueryAsync(ct);
    }

    private static WithdrawalRefused Later(long batch, IReadOnlyList<PlannedBatch> standing)
    {
        var zh = string.Join("、", standing.Select(b => $"{b.BatchId}（{b.FileName}）"));
        var en = string.Join(", ", standing.Select(b => $"{b.BatchId} ({b.FileName})"));
        return new WithdrawalRefused("later_batches",
            $"批次 {batch} 不能单独撤回：其后同一来源的批次 {zh} 含有与已有数据相同、未作改动的行，可能正是本批次的行，单独撤回会使这些行丢失。请加 --with-later 一并撤回，然后重新导入这些文件。",
            $"Batch {batch} cannot be withdrawn alone: later batches of the same source, {en}, contained rows that were already there unchanged, perhaps those of this batch; they would be lost. "
            + "Withdraw them along with --with-later, then take their files in again.");
    }
}
