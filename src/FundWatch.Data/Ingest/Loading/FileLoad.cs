using System.Diagnostics;
using System.Threading.Channels;
using FundWatch.Data.Batches;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Loads one file whose layout is known: one thread reads, parses and encodes chunks, several connections write them. A chunk is a transaction; the
/// batch's counter moves in it, in the order of the file, so a load killed anywhere is carried on by the next run without loss or double.
/// </summary>
/// <param name="keysInMemory">Keys of the file kept in memory before a pass ahead takes over.</param>
/// <param name="bringBack">See <see cref="IngestRequest.BringBack"/>.</param>
internal sealed class FileLoad(FundWatchDatabase db, TimeProvider clock, WorkFolder work, string source, bool dryRun, int keysInMemory = SeenKeys.Capacity, bool bringBack = false)
{
    // Of a row in a text file: a guess of its rows, which only has to be near.
    private const int FewestBytes = 80;

    // A dry run undoes every chunk, so one that looks for earlier rows must not run beside them.
    private readonly int _writers = dryRun ? 1 : OrderedWriters.Count;

    public async Task<FileReport> RunAsync(SourceFile file, Layout layout, string? sheet, Action<long, double>? progress, long started, CancellationToken ct)
    {
        using var reader = file.OpenRows(sheet);
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var batches = new Loading.BatchStore(connection);
        var sourceId = await batches.SourceAsync(source, create: !dryRun, ct);
        if ((layout.Currency ?? reader.Currency) is { } currency && !dryRun)
        {
            await batches.SayCurrencyAsync(sourceId, currency, ct);
        }

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
                    batch with { Loaded = 0, Updated = 0, Unchanged = batch.Rows - open, Quarantined = open }, null) with { Discarded = discarded };
            }

            if (batch is not null && !dryRun)
            {
                await batches.SayResumedAsync(batch.BatchId, ct);
            }

            var isEmpty = await batches.IsStoreEmptyAsync(sourceId, layout.Stream.Name, ct) || (batch is not null && await IsAllOwnAsync(connection, batch, layout, ct));
            if (!dryRun)
            {
                await FirstLoad.SettleOthersAsync(db, connection, sourceId, layout.Stream, isEmpty ? batch?.BatchId ?? 0 : 0, ct);
            }

            var sha = batch is not null || file.Contents.IsCompleted ? file.Sha256 : ""; // looked at once: it may be known a moment later
            batch ??= dryRun ? new Batch(0, sourceId, "loading", 0, 0, 0, 0, 0, 0, 0) : await batches.AddAsync(sourceId, layout, file, sha, reader, ct);
            return await LoadAsync(file, layout, sheet, reader, connection, batches, batch, isIdentified: dryRun || sha.Length > 0, isEmpty, progress, started, ct);
        }
        finally
        {
            await batches.UnlockAsync(sourceId, layout.Stream.Name);
        }
    }

    private async Task<FileReport> LoadAsync(SourceFile file, Layout layout, string? sheet, RowReader reader, NpgsqlConnection connection, Loading.BatchStore batches, Batch batch, bool isIdentified, bool storeIsEmpty,
        Action<long, double>? progress, long started, CancellationToken ct)
    {
        using var cipher = new VaultCipher(db.Keys);
        using var seen = new SeenKeys(
            hash => RepeatsOnDisk.Make(work, new KeyPass(() => file.OpenRows(sheet), layout, new Tokens(db.Keys, cipher), ct).Hashes(hash)), keysInMemory, file.Size / FewestBytes);
        var fileName = Path.GetFileName(file.Path);
        var reading = Reading.Of(layout, reader);
        using var known = storeIsEmpty ? null : await new KnownRowsStore(db, connection).OpenAsync(batch, layout.Stream.Name, fileName, reading, ct);
        var repeats = new DryRepeats();
        var profile = new LoadProfile(layout, DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime), known?.Earlier);
        var encoder = new RowEncoder(layout, new BatchStamp(batch.SourceId, batch.BatchId), new Tokens(db.Keys, cipher), cipher, storeIsEmpty, reader.IsKnownValid,
            await StoreClock.OfAsync(connection, clock, ct))
        {
            Profile = profile, Seen = seen, Known = known, Repeats = dryRun ? repeats : null, Earlier = dryRun ? null : await EarlierRefusals.OpenAsync(db, connection, batch.BatchId, ct),
        };
        reader.HashesRows = reading is not null && !dryRun;
        if (!dryRun)
        {
            await batches.SayReadingAsync(batch.BatchId, reading, ct);
        }

        var first = storeIsEmpty && !dryRun && layout.Stream.PartitionColumn is not null ? new FirstLoad(layout.Stream, batch.BatchId) : null;
        var preparation = new ChunkPreparation(connection, layout.Stream, first);
        await using var writers = await OrderedWriters.OpenAsync(db, _writers,
            c => new ChunkWriter(c, layout.Stream, batch.BatchId, fileName, reader.Sheet, dryRun, first: first), ct);
        var warnings = new Dictionary<string, int>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var full = Channel.CreateBounded<Chunk>(1);
        var free = Channel.CreateUnbounded<Chunk>();
        var spare = known is null || isIdentified ? 0 : 2; // so that known rows are passed over in the meantime
        for (var i = 0; i < _writers + 2 + spare; i++)
        {
            free.Writer.TryWrite(new Chunk());
        }

        // Where most rows are known the server has little to do: what it leaves of the machine goes to a second thread.
        using var ahead = known is not null && reader is DelimitedReader ? new ReadAhead(reader) : null;
        var parsing = Task.Run(() => ParseAsync(ahead ?? reader, layout, encoder, batch.CommittedRows, full.Writer, free.Reader, stop.Token), CancellationToken.None);
        var sum = batch;
        try
        {
            await foreach (var chunk in full.Reader.ReadAllAsync(ct))
            {
                await IdentifyAsync();
                if (!dryRun)
                {
                    await preparation.PrepareAsync(chunk, ct);
                }

                await writers.WriteAsync(chunk, result =>
                {
                    sum = Add(sum, chunk, result);
                    foreach (var (warning, count) in chunk.Warnings)
                    {
                        warnings[warning] = warnings.GetValueOrDefault(warning) + count;
                    }

                    progress?.Invoke(sum.Rows, chunk.Progress);
                    chunk.Clear();
                    if (spare-- <= 0)
                    {
                        free.Writer.TryWrite(chunk);
                    }
                }, stop.Token);
            }

            await parsing;
            await writers.FinishAsync();
            await IdentifyAsync();
            file.MustBeAsItWas();
            await SettleAsync(first, ct);
        }
        catch (FileRefused refused) when (!dryRun)
        {
            if (await file.HashIfReadableAsync(ct) is not null)
            {
                await IdentifyAsync();
            }

            await writers.FinishAsync(); // what came before the damage stays
            await SettleAsync(first, CancellationToken.None);
            await batches.FinishAsync(batch.BatchId, "failed", $"{refused.Code}: {refused.En}", CancellationToken.None);
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(parsing);
        }

        if (repeats.Count > 0)
        {
            sum = Add(sum, new Chunk(), JudgeRepeats(file, layout, sheet, batch, repeats, cipher, ct));
        }

        if (!dryRun)
        {
            profile.OpenLine = profile.OpenLine > 0 && await batches.HasRefusedAsync(batch.BatchId, profile.OpenLine, ct) ? 0 : profile.OpenLine;
            await new ReportStore(connection).KeepAsync(batch.BatchId, profile.Summary(), ct);
            sum = await batches.FinishAsync(batch.BatchId, "done", null, ct, encoder.Earlier);
        }

        return Report(file, layout, reader, FileReport.Done, started, sum, warnings);

        // A load that is killed is found again by its file: which one that is must be known before anything is written.
        async Task IdentifyAsync()
        {
            if (!isIdentified)
            {
                await batches.SayContentsAsync(batch.BatchId, (await file.Contents.WaitAsync(ct)).Sha256, ct);
                isIdentified = true;
            }
        }
    }

    private ChunkResult JudgeRepeats(SourceFile file, Layout layout, string? sheet, Batch batch, DryRepeats repeats, VaultCipher cipher, CancellationToken ct)
    {
        using var reader = file.OpenRows(sheet);
        var encoder = new RowEncoder(layout, new BatchStamp(batch.SourceId, batch.BatchId), new Tokens(db.Keys, cipher), cipher, storeIsEmpty: true, reader.IsKnownValid, clock) { First = repeats };
        layout.PassHeader(reader);
        repeats.BeginAgain();
        var chunk = new Chunk();
        while (reader.Read())
        {
            ct.ThrowIfCancellationRequested();
            encoder.Encode(reader, chunk);
            chunk.Clear();
        }

        return repeats.Judge();
    }

    private Task SettleAsync(FirstLoad? first, CancellationToken ct) => first is null ? Task.CompletedTask : first.SettleAsync(db, ct);

    private static Batch Add(Batch sum, Chunk chunk, ChunkResult result) => sum with
    {
        Rows = sum.Rows + chunk.Rows, Loaded = sum.Loaded + result.Loaded, Updated = sum.Updated + result.Updated,
        Unchanged = sum.Unchanged + result.Unchanged, Quarantined = sum.Quarantined + result.Quarantined, Skipped = sum.Skipped + chunk.Skipped,
    };

    private async Task ParseAsync(RowReader reader, Layout layout, RowEncoder encoder, long committed, ChannelWriter<Chunk> full, ChannelReader<Chunk> free, CancellationToken ct)
    {
        try
        {
            layout.PassHeader(reader);
            var headerLine = layout.HeaderRow > 0 ? reader.LineNumber : 0;
            var (row, begin) = (0L, committed);
            var handedOver = 0;
            var chunk = await free.ReadAsync(ct);
            while (reader.Read())
            {
                encoder.Encode(reader, chunk);
                row++;
                if (row <= committed)
                {
                    // Dealt with before a kill. Its key is remembered, the rest is not needed again.
                    if (row == committed || chunk.IsFull())
                    {
                        ct.ThrowIfCancellationRequested();
                        chunk.Clear();
                    }

                    continue;
                }

                if (chunk.IsFull(isFirst: handedOver < _writers))
                {
                    chunk = await HandOverAsync(chunk, begin, row, reader, full, free, ct);
                    begin = row;
                    handedOver++;
                }
            }

            encoder.Profile?.End(reader, headerLine);
            if (chunk.Rows + chunk.Skipped > 0)
            {
                (chunk.StartRow, chunk.EndRow) = (begin, row);
                chunk.Progress = 1;
                await full.WriteAsync(chunk, ct);
            }

            full.Complete();
        }
        catch (Exception e) // handed to the writing side, which throws it
        {
            full.TryComplete(e);
        }
    }

    private static async Task<Chunk> HandOverAsync(Chunk chunk, long begin, long row, RowReader reader, ChannelWriter<Chunk> full, ChannelReader<Chunk> free, CancellationToken ct)
    {
        (chunk.StartRow, chunk.EndRow) = (begin, row);
        chunk.Progress = reader.Progress;
        await full.WriteAsync(chunk, ct);
        return await free.ReadAsync(ct);
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

    private static FileReport Report(SourceFile file, Layout layout, RowReader reader, string status, long started, Batch batch, Dictionary<string, int>? warnings) =>
        new(file.Path, layout.Stream.Name, reader.Encoding, batch.Rows, batch.Loaded, batch.Updated, batch.Unchanged, batch.Quarantined,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3), status, batch.Skipped, reader.Format, reader.Sheet,
            batch.BatchId == 0 ? null : batch.BatchId, null, warnings is { Count: > 0 } ? warnings : null, layout.Unused.Count > 0 ? layout.Unused : null, Settled: status == FileReport.Done ? batch.Settled : 0);
}
