using System.Runtime.CompilerServices;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Exports refused rows for correction and takes them back in. A corrected row is read by the layout of the file it came from and belongs to a batch of
/// its own; what is still wrong stays in quarantine with its new reason. A row given back as it was exported stays with the reason it had: nobody has
/// decided anything. A corrected row, or one chosen to be read again, that was refused as a second version of its key replaces the first.
/// What a later load has brought meanwhile is replaced only where a person who was told of it asks for that.
/// </summary>
public sealed class QuarantineService(FundWatchDatabase db, TimeProvider clock)
{
    private const int RowsAtOnce = 5_000;

    // One of two versions is in the store, and a person says whether it stays.
    private static readonly string[] _toDecide = [CellIssues.Code(CellIssue.DuplicateKey), LaterLoads.Code];

    private readonly QuarantineStore _store = new(db);
    private readonly BatchReplay _replay = new(db, clock);

    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx"];

    /// <summary>The command by which rows that a later load has brought replace what is in the store.</summary>
    /// <param name="mapping">The file or name of the mapping that they were read through; null for none.</param>
    public static string CommandForLoadedSince(string? mapping) => $"fundwatch quarantine retry --code {LaterLoads.Code}{(mapping is null ? "" : $" --mapping {mapping}")}";

    /// <param name="format">csv, or xlsx, whose stream must be one that can be read and sought.</param>
    public async Task<int> ExportAsync(QuarantineFilter filter, Stream to, CancellationToken ct, string format = "csv")
    {
        var layouts = await _store.LayoutsAsync(filter, ct);
        var wrong = await _store.WrongColumnsAsync(filter, ct);
        await using ISheetWriter sheet = format == "xlsx" ? new XlsxSheet(to) : new CsvSheet(to);
        return await CorrectionSheet.WriteAsync(sheet, layouts, wrong, _store.OpenRowsAsync(filter, ct), ct);
    }

    /// <summary>Takes a corrected export back in.</summary>
    /// <exception cref="FileRefused">Not such an export, or unreadable.</exception>
    public async Task<RetryReport> RetryAsync(string path, string actor, CancellationToken ct)
    {
        var (corrected, withoutId) = CorrectionSheet.Read(path);
        var all = new QuarantineFilter(Ids: corrected.Keys.ToList());
        // Of rows that a later load has settled since the export, those that a person has changed: that load is news to whoever changed them.
        var settled = (await _store.ReadOpenAsync(all with { IsSettled = true }, ct)).Where(row => CorrectionSheet.IsChanged(row, corrected[row.Id]));
        var waiting = await _store.ReadOpenAsync(all, ct);
        var open = waiting.Concat(settled).Where(row => CorrectionSheet.IsOf(row, corrected[row.Id])).ToList();
        var layouts = await LayoutsAsync(all, ct);
        var ofOtherUnit = open.Where(row => layouts.TryGetValue(row.BatchId, out var layout) && CorrectionSheet.IsOfOtherUnit(layout, corrected[row.Id])).ToDictionary(row => row.Id, row => layouts[row.BatchId].Units);
        var changed = open.Where(row => !ofOtherUnit.ContainsKey(row.Id) && CorrectionSheet.IsChanged(row, corrected[row.Id])).ToList();
        var touched = changed.Where(row => row.Code != OtherTables.OtherHeader
            && (!OtherTables.OtherMoney.Contains(row.Code) || (layouts.TryGetValue(row.BatchId, out var layout) && CorrectionSheet.AreAmountsGiven(row, corrected[row.Id], layout.Amounts)))).ToList();
        var untouched = open.Select(row => row.Id).Except(touched.Select(row => row.Id)).ToList();
        var taken = new HashSet<long>();
        var report = new RetryReport(0, 0, 0, 0, 0, []);
        foreach (var batch in touched.GroupBy(row => row.BatchId, row => row.Id))
        {
            var ids = batch.ToArray();
            report = report.Plus(await _replay.RunAsync(batch.Key, path, null, actor, new { File = Path.GetFileName(path), Batch = batch.Key }, CorrectedAsync(ids, corrected, taken, ct),
                ids.Length <= EarlierRefusals.SmallLoad, ct));
        }

        var gone = corrected.Keys.Except(untouched).Except(taken).Order().Select(id => id.ToString(null, null)).ToList();
        var halfGiven = changed.Count - touched.Count;
        return report with
        {
            Rows = untouched.Count + taken.Count, Quarantined = report.Quarantined + untouched.Count, NotUsed = gone, Untouched = untouched.Count - halfGiven - ofOtherUnit.Count, HalfGiven = halfGiven,
            OtherUnit = ofOtherUnit.Count, ReadIn = ofOtherUnit.Count == 0 ? null : [.. ofOtherUnit.Values.Where(unit => unit.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            WithoutId = withoutId.Count == 0 ? null : withoutId,
            OfOtherRows = [.. waiting.Select(row => row.Id).Except(open.Select(row => row.Id)).Order().Select(id => id.ToString(null, null))],
        };
    }

    // In which cells a batch has amounts, and in which unit they are read: whoever mends a row says them in that.
    private async Task<IReadOnlyDictionary<long, RefusedLayout>> LayoutsAsync(QuarantineFilter filter, CancellationToken ct) =>
        (await _store.LayoutsAsync(filter, ct)).Concat(await _store.LayoutsAsync(filter with { IsSettled = true }, ct)).DistinctBy(l => l.BatchId).ToDictionary(l => l.BatchId);

    // Read once it is our turn: meanwhile another may have corrected the rows, given them up or withdrawn their batch.
    private async IAsyncEnumerable<OpenRow[]> CorrectedAsync(long[] ids, IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> corrected, HashSet<long> taken,
        [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var part in ids.Chunk(RowsAtOnce))
        {
            var filter = new QuarantineFilter(Ids: part);
            var rows = (await _store.ReadOpenAsync(filter, ct)).Concat(await _store.ReadOpenAsync(filter with { IsSettled = true }, ct)).ToList();
            taken.UnionWith(rows.Select(row => row.Id));
            if (rows.Count > 0)
            {
                yield return [.. rows.Select(row => row with
                {
                    Cells = CorrectionSheet.Apply(row, corrected[row.Id]), IsCorrected = true,
                    IsChosen = row.Settled is null && row.Code == LaterLoads.Code && CorrectionSheet.CodeOf(corrected[row.Id]) == LaterLoads.Code, // the sheet was made after the refusal
                })];
            }
        }
    }

    /// <summary>
    /// Reads open rows again as they are: after a mapping was mended, or with a newer version of the program. Rows refused as a second version of their key, or since
    /// a later load has brought it, wait for a person to say which one holds: they are read again only where they are asked for, by their code or their numbers.
    /// Rows below another unit are read again only where they are asked for by their code, through a mapping; those below another header or in another currency not at all.
    /// </summary>
    /// <exception cref="FileRefused">The mapping does not fit the rows.</exception>
    public async Task<RetryReport> RetryAsync(QuarantineFilter filter, NamedMapping? mapping, string actor, CancellationToken ct)
    {
        var report = new RetryReport(0, 0, 0, 0, 0, []);
        filter = filter with { IsSettled = false };
        if (filter.Code is null && filter.Ids is null)
        {
            report = report with { Undecided = await CountAsync(filter, _toDecide, ct) };
            filter = filter with { ExceptCodes = _toDecide };
        }

        // A mapping that states the unit of such rows must not be applied to the others, converts no currency, and finds its cells below the table's own headers.
        IReadOnlyList<string> apart = mapping is not null && filter.Code is not null ? OtherTables.NotByMapping : OtherTables.Codes;
        report = report with { OfAnotherTable = await CountAsync(filter, apart, ct) };
        filter = filter with { ExceptCodes = [.. filter.ExceptCodes ?? [], .. apart] };
        var versions = new MappingVersions(db, new MappingStore(db, clock));
        foreach (var (batch, rows) in await _store.BatchesAsync(filter, ct))
        {
            if (mapping is null && await versions.NewerAsync(batch, ct) is { } newer)
            {
                report = report with { NewerMappings = [.. report.NewerMappings ?? [], newer] };
            }

            report = report.Plus(await _replay.RunAsync(batch, "quarantine", mapping, actor, new { Filter = filter, Mapping = mapping?.Mapping.Name, Batch = batch }, PagesAsync(filter with { Batch = batch }, ct),
                rows <= EarlierRefusals.SmallLoad, ct));
        }

        return report;
    }

    private async Task<long> CountAsync(QuarantineFilter filter, IReadOnlyList<string> codes, CancellationToken ct) =>
        (await _store.CountAsync(filter with { Limit = null }, ct)).Where(c => codes.Contains(c.Code)).Sum(c => c.Rows);

    // Page by page: each begins behind the last, whose rows are settled by then.
    private async IAsyncEnumerable<OpenRow[]> PagesAsync(QuarantineFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = filter.Limit ?? int.MaxValue;
        while (left > 0 && await _store.ReadOpenAsync(filter with { Limit = Math.Min(RowsAtOnce, left) }, ct) is { Count: > 0 } page)
        {
            yield return [.. page.Select(row => row with { IsChosen = row.Code == LaterLoads.Code || filter.Code == LaterLoads.Code })];
            left -= page.Count;
            filter = filter with { After = page[^1].Id };
        }
    }
}
