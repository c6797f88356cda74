using System.Diagnostics;
using FundWatch.Data.Batches;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Loads one file whose layout is known, alone in its source and stream: finds out whether it is in already, or was begun and goes on, and has its rows loaded
/// (<see cref="BatchLoad"/>).
/// </summary>
/// <param name="keysInMemory">Keys of the file kept in memory before a pass ahead takes over.</param>
/// <param name="bringBack">See <see cref="IngestRequest.BringBack"/>.</param>
internal sealed class FileLoad(FundWatchDatabase db, TimeProvider clock, WorkFolder work, string source, bool dryRun, int keysInMemory = SeenKeys.Capacity, bool bringBack = false)
{
    public async Task<FileReport> RunAsync(SourceFile file, Layout layout, string? sheet, Action<long, double>? progress, long started, CancellationToken ct)
    {
        using var reader = file.OpenRows(sheet);
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var batches = new Loading.BatchStore(connection);
        var sourceId = await batches.SourceAsync(source, create: !dryRun, ct);
        await batches.LockAsync(sourceId, layout.Stream.Name, ct);
        try
        {
            await new WithdrawalSteps(connection, clock).FinishOpenAsync(sourceId, layout.Stream.Name, ct);
            await batches.CloseCorrectionsAsync(sourceId, layout.Stream.Name, ct);
            var batch = await batches.FindAsync(sourceId, layout, file, reader.Sheet, bringBack, ct);
            if (batch is { Status: "done" })
            {
                // Rows refused then and corrected since are in the store: they count as unchanged. So do, for the sum, those given up since, which are not: they are said beside it.
                var (open, discarded) = await batches.RefusedAsync(batch.BatchId, ct);
                return Report(file, layout, reader, FileReport.AlreadyLoaded, started,
                    batch with { Loaded = 0, Updated = 0, Unchanged = batch.Rows - open, Quarantined = open }, null) with
                    {
                        Discarded = discarded, MayBeReplaced = !bringBack,
                    };
            }

            var isEmpty = await batches.IsStoreEmptyAsync(sourceId, layout.Stream.Name, ct) || (batch is not null && await IsAllOwnAsync(connection, batch, layout, ct));
            if (!dryRun)
            {
                await FirstLoad.SettleOthersAsync(db, connection, sourceId, layout.Stream, isEmpty ? batch?.BatchId ?? 0 : 0, ct);
            }

            var sha = batch is not null || file.Contents.IsCompleted ? file.Sha256 : ""; // looked at once: it may be known a moment later
            var isResumed = batch is not null && !dryRun;
            (layout, batch) = await new SourceCurrency(connection).AgreeAsync(sourceId, layout, reader.Currency ?? layout.StatedCurrency, dryRun, // amounts that name it know better than a mapping
                async agreed => batch ?? (dryRun ? new Batch(0, sourceId, "loading", 0, 0, 0, 0, 0, 0, 0) : await batches.AddAsync(sourceId, agreed, file, sha, reader, ct)), ct);
            if (isResumed)
            {
                await batches.SayResumedAsync(batch.BatchId, ct);
            }

            var load = new BatchLoad(db, clock, work, connection, file, layout, sheet, dryRun, keysInMemory);
            var (loaded, warnings) = await load.RunAsync(reader, batch, isIdentified: dryRun || sha.Length > 0, isEmpty, progress, ct);
            return Report(file, layout, reader, FileReport.Done, started, loaded, warnings) with
            {
                RefusedRows = load.Tried?.First, RefusedCodes = load.Tried?.Codes, Held = load.Held, TriedIn = sourceId,
            };
        }
        finally
        {
            await batches.UnlockAsync(sourceId, layout.Stream.Name);
        }
    }

    // A resumed first load: the store holds this batch's own rows and no others, whose keys the encoder has seen.
    private static async Task<bool> IsAllOwnAsync(NpgsqlConnection connection, Batch batch, Layout layout, CancellationToken ct)
    {
        await using var others = new NpgsqlCommand("select exists (select from ingest.batch where source_id = $1 and stream = $2 and loaded + updated > 0 and status <> 'withdrawn' and batch_id <> $3)", connection);
        others.Parameters.Add(new() { Value = batch.SourceId });
        others.Parameters.Add(new() { Value = layout.Stream.Name });
        others.Parameters.Add(new() { Value = batch.BatchId });
        return !(bool)(await others.ExecuteScalarAsync(ct))!;
    }

    private static FileReport Report(SourceFile file, Layout layout, RowReader reader, string status, long started, Batch batch, IReadOnlyDictionary<string, int>? warnings) =>
        new(file.Path, layout.Stream.Name, reader.Encoding, batch.Rows, batch.Loaded, batch.Updated, batch.Unchanged, batch.Quarantined,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), status, batch.Skipped, reader.Format, reader.Sheet,
            batch.BatchId == 0 ? null : batch.BatchId, null, warnings is { Count: > 0 } ? warnings : null, layout.Unused.Count > 0 ? layout.Unused : null, Settled: status == FileReport.Done ? batch.Settled : 0);
}
