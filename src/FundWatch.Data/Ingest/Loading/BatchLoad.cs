using System.Threading.Channels;
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
/// Loads the rows of one batch: one thread reads, parses and encodes chunks, several connections write them. A chunk is a transaction; the batch's counter
/// moves in it, in the order of the file, so a load killed anywhere is carried on by the next run without loss or double.
/// </summary>
/// <param name="connection">Holds the lock of the batch's source and stream.</param>
/// <param name="keysInMemory">Keys of the file kept in memory before a pass ahead takes over.</param>
internal sealed class BatchLoad(
    FundWatchDatabase db, TimeProvider clock, WorkFolder work, NpgsqlConnection connection, SourceFile file, Layout layout, string? sheet, bool dryRun, int keysInMemory)
{
    // Of a row in a text file: a guess of its rows, which only has to be near.
    private const int FewestBytes = 80;

    // A dry run undoes every chunk, so one that looks for earlier rows must not run beside them.
    private readonly int _writers = dryRun ? 1 : OrderedWriters.Count;

    /// <summary>After a dry run: what it refused.</summary>
    public TriedRows? Tried { get; private set; }

    /// <summary>After a dry run: what the file holds. A load keeps it with its batch.</summary>
    public LoadSummary? Held { get; private set; }

    // Of what is packed the size says little.
    private bool IsSmall => file.Format.IsText && file.Size < (long)FewestBytes * Chunk.MaxRows;

    /// <param name="reader">Of the file, before its first row.</param>
    /// <param name="batch">As it stands: one that was killed goes on behind its last committed row.</param>
    /// <param name="isIdentified">False where the batch has no hash yet; it gets it before anything is written.</param>
    /// <param name="storeIsEmpty">True where the store can hold no row of this source and stream but the batch's own.</param>
    /// <returns>The batch as it ended, and how often each warning was given.</returns>
    /// <exception cref="FileRefused">The file is damaged; what came before the damage stays, and the batch says so.</exception>
    public async Task<(Batch Batch, IReadOnlyDictionary<string, int> Warnings)> RunAsync(
        RowReader reader, Batch batch, bool isIdentified, bool storeIsEmpty, Action<long, double>? progress, CancellationToken ct)
    {
        var batches = new Loading.BatchStore(connection);
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
            Profile = profile, Seen = seen, Known = known, Repeats = dryRun ? repeats : null, Earlier = dryRun ? null : await EarlierRefusals.OpenAsync(db, connection, batch.BatchId, ct, IsSmall),
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
        Tried = dryRun ? new TriedRows(fileName, reader.Sheet) : null;
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
        var small = known is null || isIdentified ? _writers : 0; // the server waits for the file's hash, not for them
        var feed = new ChunkFeed(ahead ?? reader, layout, encoder, full.Writer, free.Reader, small);
        var parsing = Task.Run(() => feed.RunAsync(batch.CommittedRows, stop.Token), CancellationToken.None);
        var sum = batch;
        LoadSummary held;
        string heldJson;
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

                    Tried?.Add(chunk.Refused);
                    progress?.Invoke(sum.Rows, chunk.Progress);
                    chunk.Clear();
                    if (spare-- <= 0)
                    {
                        free.Writer.TryWrite(chunk);
                    }
                }, stop.Token);
            }

            await parsing;
            held = profile.Summary();
            heldJson = ReportStore.Json(held); // while the last chunks are on their way
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
            var judged = JudgeRepeats(batch, repeats, cipher, ct);
            Tried?.AddRepeated(layout.Stream.Key[0].Name, repeats.Conflicts, judged.Quarantined);
            sum = Add(sum, new Chunk(), judged);
        }

        Held = dryRun ? held : null;
        if (!dryRun)
        {
            if (held.OpenLine > 0 && await batches.HasRefusedAsync(batch.BatchId, held.OpenLine, ct))
            {
                heldJson = ReportStore.Json(held with { OpenLine = 0 });
            }

            await new ReportStore(connection).KeepAsync(batch.BatchId, heldJson, ct);
            sum = await batches.FinishAsync(batch.BatchId, "done", null, ct, encoder.Earlier);
        }

        return (sum, warnings);

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

    private ChunkResult JudgeRepeats(Batch batch, DryRepeats repeats, VaultCipher cipher, CancellationToken ct)
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
}
