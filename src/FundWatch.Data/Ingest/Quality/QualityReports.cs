using FundWatch.Core.Records;
using FundWatch.Core.Rules;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using Npgsql;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Makes the quality report of a batch once its rows are in, and reads it again.</summary>
public sealed class QualityReports(FundWatchDatabase db)
{
    private readonly Lazy<IReadOnlyCollection<RuleFile>> _rules = new(() => RuleCatalogue.Find(db.Directory)?.Rules ?? []);

    /// <summary>The report of a batch; its checks run now where they have not run yet (a process died between the load and them).</summary>
    /// <returns>Null where there is no such batch, or none that has a report.</returns>
    public Task<QualityReport?> ReadAsync(long batch, CancellationToken ct) => ReadAsync(batch, new ReportsOfLoad([]), ct);

    /// <summary>The same of one of the batches that a load brought.</summary>
    internal async Task<QualityReport?> ReadAsync(long batch, ReportsOfLoad together, CancellationToken ct)
    {
        if (await new Batches.BatchStore(db).FindAsync(batch, ct) is not { } row)
        {
            return null;
        }

        await using var connection = await db.App.OpenConnectionAsync(ct);
        var store = new ReportStore(connection);
        if (await store.ReadAsync(batch, ct) is not { } stored)
        {
            return null;
        }

        if (stored.Findings is not null || row.Status == "loading")
        {
            return new QualityReport(row, stored.Load, stored.Findings ?? new Findings(null, [], null, [], [], [], []));
        }

        var findings = await FindAsync(connection, store, row, stored.Load, together, ct);
        await store.KeepAsync(batch, findings, ct);
        return new QualityReport(row, stored.Load, findings);
    }

    /// <summary>The report of what a dry run read. What only rows in the store can tell (references, twins, what they replace) is not in it.</summary>
    internal async Task<QualityReport> TryAsync(FileReport read, string source, DateTimeOffset at, CancellationToken ct)
    {
        var row = new BatchRow(0, source, read.Stream!, Path.GetFileName(read.Path), read.Sheet, read.Format!, read.Encoding, read.Status, read.Rows, read.Loaded, read.Updated, read.Unchanged,
            read.Quarantined, null, null, at, "", null, null, null, null, 0, 0, 0);
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var store = new ReportStore(connection);
        var (earlier, others) = (await store.EarlierAsync(row.Stream, read.TriedIn, others: false, ct), await store.EarlierAsync(row.Stream, read.TriedIn, others: true, ct));
        return new QualityReport(row, read.Held!, Find(row, read.Held!, earlier, others, await store.FillAsync(ct), [], null, null, null, Comparison.Within(RecordStreams.Get(row.Stream), read.Held!), null));
    }

    private async Task<Findings> FindAsync(NpgsqlConnection connection, ReportStore store, BatchRow row, LoadSummary load, ReportsOfLoad together, CancellationToken ct)
    {
        var stream = RecordStreams.Get(row.Stream);
        var (written, since) = (row.Loaded + row.Updated, row.StartedAt - StoreClock.MostOff);
        var checks = new BatchChecks(connection, stream, row.BatchId, since, written);
        var small = written > 0 ? await together.FindAsync(connection, stream, row, ct) : null;
        var twins = small is not null ? Task.FromResult(Twins(stream, load.Twins, small)) : written > 0 ? TwinsAsync() : Task.FromResult<TwinCheck?>(null);
        try
        {
            var references = small?.References ?? (written > 0 ? await checks.ReferencesAsync(ct) : []);
            var earlier = await store.EarlierAsync(row.BatchId, others: false, ct);
            var elsewhere = await store.EarlierAsync(row.BatchId, others: true, ct);
            var fill = await together.FillAsync(store, ct);
            var erased = row.Updated > 0 && Empty(stream, load, fill.GetValueOrDefault(stream.Name)) is { Count: > 0 } empty ? await checks.ErasedAsync(empty, row.Updated, ct) : null;
            var sheets = row.Updated > 0 ? await checks.SheetsAsync(ct) : null;
            var back = row.Updated > 0 ? await checks.BackAsync(ct) : null;
            var keys = new KeyChecks(connection, stream, row.BatchId, since);
            var others = row.Updated > 0 && sheets is null && back is null ? await keys.ReplacedAsync(ct) : null;
            var shared = written > 0 ? await keys.SharedAsync(ct) : null;
            var within = Comparison.Within(stream, load);
            within = written > 0 ? await checks.RowsOfAsync(within, ct) : within;
            _ = _rules.Value; // read while the look for twins goes on
            return Find(row, load, earlier, elsewhere, fill, references, await twins, erased, sheets, within, back, others, shared);
        }
        finally
        {
            await Task.WhenAny(twins); // thrown above, or behind what was
        }

        // It takes longest: on a connection of its own, beside all the rest.
        async Task<TwinCheck?> TwinsAsync()
        {
            await using var beside = await db.App.OpenConnectionAsync(ct);
            return await new BatchChecks(beside, stream, row.BatchId, since, written).TwinsAsync(load.Twins, ct);
        }
    }

    private static TwinCheck? Twins(RecordStream stream, TwinCount? inFile, SmallBatch small) =>
        stream.IsReference ? null : new TwinCheck(inFile?.Rows ?? 0, inFile?.Twins ?? 0, inFile?.IsSample ?? false, small.Rows, small.InStore, IsStoreSample: false, IsStoreSkipped: false);

    private Findings Find(BatchRow row, LoadSummary load, IReadOnlyList<(PreviousLoad About, LoadSummary Load)> earlier, IReadOnlyList<(PreviousLoad About, LoadSummary Load)> others,
        IReadOnlyDictionary<string, StreamFill> fill, IReadOnlyList<ReferenceCheck> references, TwinCheck? twins, ErasedValues? erased, SheetsReplaced? sheets, IReadOnlyList<ScaleWithin> within,
        BroughtBack? back, OthersReplaced? replaced = null, KeysShared? shared = null)
    {
        var stream = RecordStreams.Get(row.Stream);
        var (previous, before) = Comparison.Like(row.FileName, load, earlier);
        var drift = before is null ? [] : Comparison.Drift(before, load);
        var scale = Comparison.Scale(stream, load, earlier.Select(e => e.Load).ToList(), others.Select(o => o.Load).ToList());
        var blind = RuleNeeds.Unmet(_rules.Value, stream.Name, load, fill);
        var remarks = Remarks.Of(stream, load, previous, before, references, twins, drift, scale, blind, erased, sheets, row.Format, within, back, replaced, shared);
        return new Findings(previous, references, twins, drift, scale, blind, remarks) { Erased = erased, Sheets = sheets, Within = within, Back = back, Others = replaced, Shared = shared };
    }

    // A load states whole rows: what it brings nothing for is empty in every row that it updated. Only of columns that some load has filled.
    private static List<ColumnSummary> Empty(RecordStream stream, LoadSummary load, StreamFill? known) =>
        [.. load.Columns.Where(c => c.Filled == 0 && known?.IsEmpty(c.Column) != true && stream.Key.All(k => k.Name != c.Column))];
}
