using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;
using FundWatch.Data.Review;
using Npgsql;

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

    private static readonly string _loadedSince = CellIssues.Code(CellIssue.LoadedSince);

    // One of two versions is in the store, and a person says whether it stays.
    private static readonly string[] _toDecide = [CellIssues.Code(CellIssue.DuplicateKey), _loadedSince];

    private static readonly string _otherCurrency = CellIssues.Code(CellIssue.OtherCurrency);

    // Amounts that their file's layout would read wrongly: 3 (万元) would be three yuan.
    private static readonly string[] _otherMoney = [CellIssues.Code(CellIssue.OtherMoneyUnit), _otherCurrency];

    // The same, and what stands below another header.
    private static readonly string[] _ofAnotherTable = [.. _otherMoney, CellIssues.Code(CellIssue.OtherTable)];

    private readonly QuarantineStore _store = new(db);

    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx"];

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
        var corrected = CorrectionSheet.Read(path);
        var all = new QuarantineFilter(Ids: corrected.Keys.ToList());
        // Of rows that a later load has settled since the export, those that a person has changed: that load is news to whoever changed them.
        var settled = (await _store.ReadOpenAsync(all with { IsSettled = true }, ct)).Where(row => CorrectionSheet.IsChanged(row, corrected[row.Id]));
        var open = (await _store.ReadOpenAsync(all, ct)).Concat(settled).Where(row => CorrectionSheet.IsOf(row, corrected[row.Id])).ToList();
        var amounts = await AmountsAsync(all, ct);
        var touched = open.Where(row => _otherMoney.Contains(row.Code) ? amounts.TryGetValue(row.BatchId, out var cells) && CorrectionSheet.AreChanged(row, corrected[row.Id], cells)
            : CorrectionSheet.IsChanged(row, corrected[row.Id])).ToList();
        var untouched = open.Select(row => row.Id).Except(touched.Select(row => row.Id)).ToList();
        var taken = new HashSet<long>();
        var report = new RetryReport(0, 0, 0, 0, 0, []);
        foreach (var batch in touched.GroupBy(row => row.BatchId, row => row.Id))
        {
            report = Add(report, await ReplayBatchAsync(batch.Key, path, null, actor, new { File = Path.GetFileName(path), Batch = batch.Key }, CorrectedAsync([.. batch], corrected, taken, ct), ct));
        }

        var gone = corrected.Keys.Except(untouched).Except(taken).Order().Select(id => id.ToString(null, null)).ToList();
        return report with { Rows = untouched.Count + taken.Count, Quarantined = report.Quarantined + untouched.Count, NotUsed = gone, Untouched = untouched.Count };
    }

    // Cells that became amounts, of the batches with rows in other money: whoever mends such a row says its amounts in the unit and currency of the table.
    private async Task<IReadOnlyDictionary<long, IReadOnlySet<int>>> AmountsAsync(QuarantineFilter filter, CancellationToken ct)
    {
        var layouts = new List<RefusedLayout>();
        foreach (var code in _otherMoney)
        {
            layouts.AddRange(await _store.LayoutsAsync(filter with { Code = code }, ct));
            layouts.AddRange(await _store.LayoutsAsync(filter with { Code = code, IsSettled = true }, ct));
        }

        return layouts.DistinctBy(l => l.BatchId).ToDictionary(l => l.BatchId, l => l.Amounts);
    }

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
                    IsChosen = row is { Code: var code, Settled: null } && code == _loadedSince && CorrectionSheet.CodeOf(corrected[row.Id]) == code, // the sheet was made after the refusal
                })];
            }
        }
    }

    /// <summary>
    /// Reads open rows again as they are: after a mapping was mended, or with a newer version of the program. Rows refused as a second version of their key, or since
    /// a later load has brought it, wait for a person to say which one holds: they are read again only where they are asked for, by their code or their numbers.
    /// Rows below another unit or another header are read again only where they are asked for by their code, through a mapping; those in another currency not at all.
    /// </summary>
    /// <exception cref="FileRefused">The mapping does not fit the rows.</exception>
    public async Task<RetryReport> RetryAsync(QuarantineFilter filter, Mapping? mapping, string actor, CancellationToken ct)
    {
        var report = new RetryReport(0, 0, 0, 0, 0, []);
        filter = filter with { IsSettled = false };
        if (filter.Code is null && filter.Ids is null)
        {
            report = report with { Undecided = await CountAsync(filter, _toDecide, ct) };
            filter = filter with { ExceptCodes = _toDecide };
        }

        // A mapping that states the unit of such rows must not be applied to the others, and converts no currency.
        string[] apart = mapping is not null && filter.Code is not null && filter.Code != _otherCurrency ? [_otherCurrency] : _ofAnotherTable;
        report = report with { OfAnotherTable = await CountAsync(filter, apart.Where(c => filter.Code is null || filter.Code == c), ct) };
        filter = filter with { ExceptCodes = [.. filter.ExceptCodes ?? [], .. apart] };
        var versions = new MappingVersions(db, new MappingStore(db, clock));
        foreach (var batch in await _store.BatchesAsync(filter, ct))
        {
            if (mapping is null && await versions.NewerAsync(batch, ct) is { } newer)
            {
                report = report with { NewerMappings = [.. report.NewerMappings ?? [], newer] };
            }

            report = Add(report, await ReplayBatchAsync(batch, "quarantine", mapping, actor, new { Filter = filter, Mapping = mapping?.Name, Batch = batch }, PagesAsync(filter with { Batch = batch }, ct), ct));
        }

        return report;
    }

    private async Task<long> CountAsync(QuarantineFilter filter, IEnumerable<string> codes, CancellationToken ct)
    {
        var rows = 0L;
        foreach (var code in codes)
        {
            rows += (await _store.CountAsync(filter with { Code = code, Limit = null }, ct)).Sum(t => t.Rows);
        }

        return rows;
    }

    // Page by page: each begins behind the last, whose rows are settled by then.
    private async IAsyncEnumerable<OpenRow[]> PagesAsync(QuarantineFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = filter.Limit ?? int.MaxValue;
        while (left > 0 && await _store.ReadOpenAsync(filter with { Limit = Math.Min(RowsAtOnce, left) }, ct) is { Count: > 0 } page)
        {
            yield return [.. page.Select(row => row with { IsChosen = row.Code == _loadedSince })];
            left -= page.Count;
            filter = filter with { After = page[^1].Id };
        }
    }

    private static RetryReport Add(RetryReport sum, RetryReport more) => sum with
    {
        Rows = sum.Rows + more.Rows, Loaded = sum.Loaded + more.Loaded, Updated = sum.Updated + more.Updated, Unchanged = sum.Unchanged + more.Unchanged,
        Quarantined = sum.Quarantined + more.Quarantined, Skipped = sum.Skipped + more.Skipped,
        LoadedSince = sum.LoadedSince + more.LoadedSince, Settled = sum.Settled + more.Settled,
    };

    private Task TellAsync(string actor, RetryReport report, object chosen, CancellationToken ct) => report.Rows == 0 ? Task.CompletedTask
        : new TrailStore(db, clock).RecordAsync("quarantine_retry", actor, null, new { report.Rows, report.Loaded, report.Updated, report.Unchanged, report.Quarantined, report.LoadedSince, Chosen = chosen }, ct);

    private async Task<RetryReport> ReplayBatchAsync(long batchId, string path, Mapping? mapping, string actor, object chosen, IAsyncEnumerable<OpenRow[]> pages, CancellationToken ct)
    {
        var sum = new RetryReport(0, 0, 0, 0, 0, []);
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var (source, layout) = await ReadLayoutAsync(connection, batchId, mapping, ct);
        var batches = new Loading.BatchStore(connection);
        await batches.LockAsync(source, layout.Stream.Name, ct);
        try
        {
            await FirstLoad.SettleOthersAsync(db, connection, source, layout.Stream, except: 0, ct);
            await new WithdrawalSteps(connection, clock).FinishOpenAsync(source, layout.Stream.Name, ct);
            await batches.CloseCorrectionsAsync(source, layout.Stream.Name, ct);
            var replay = await AddBatchAsync(connection, source, layout, path, batchId, ct);
            using var cipher = new VaultCipher(db.Keys);
            var tokens = new Tokens(db.Keys, cipher);
            var encoder = new RowEncoder(layout, new BatchStamp(source, replay), tokens, cipher, storeIsEmpty: false, knownUtf8: false,
                await StoreClock.OfAsync(connection, clock, ct))
            {
                Earlier = await EarlierRefusals.OpenAsync(db, connection, replay, ct),
            };
            var later = new LaterLoads(connection, source, layout, new Tokens(db.Keys, cipher)); // the encoder's own must hear of a person when that person's row loads
            var preparation = new ChunkPreparation(connection, layout.Stream);
            await foreach (var part in pages.WithCancellation(ct))
            {
                var chunk = new Chunk();
                using var reader = new CorrectedRows(part.Select(r => (r.Line, r.Cells, r.WholeIssue)).ToList());
                var since = await later.FindAsync(part, ct);
                var kept = 0L;
                for (var i = 0; reader.Read(); i++)
                {
                    if (!part[i].IsChosen && since.TryGetValue(i, out var load))
                    {
                        encoder.Refuse(reader, chunk, CellIssue.LoadedSince, load.Chinese, load.English);
                        kept++;
                    }
                    else
                    {
                        encoder.Encode(reader, chunk);
                    }
                }

                (chunk.StartRow, chunk.EndRow) = (sum.Rows, sum.Rows + part.Length);
                var writer = new ChunkWriter(connection, layout.Stream, replay, Path.GetFileName(path), null, dryRun: false,
                    (refused, token) => SettleAsync(connection, replay, part, refused, actor, token));
                await preparation.PrepareAsync(chunk, ct);
                var result = await writer.WriteAsync(chunk, Task.CompletedTask, null, ct);
                sum = Add(sum, new RetryReport(part.Length, result.Loaded, result.Updated, result.Unchanged, result.Quarantined, [], Skipped: chunk.Skipped, LoadedSince: kept));
            }

            return sum with { Settled = (await batches.FinishAsync(replay, "done", null, ct, encoder.Earlier)).Settled };
        }
        catch when (connection.State == System.Data.ConnectionState.Open)
        {
            await batches.CloseCorrectionsAsync(source, layout.Stream.Name, CancellationToken.None); // what is in is in; left open it would hold scoring up
            throw;
        }
        finally
        {
            await batches.UnlockAsync(source, layout.Stream.Name);
            await TellAsync(actor, sum, chosen, CancellationToken.None); // what is in is on record, also where the rest failed
        }
    }

    // In the transaction of the rows themselves: those that went in are done, the others keep their new cells and reason.
    private static async Task SettleAsync(NpgsqlConnection connection, long replay, OpenRow[] rows, IReadOnlyList<RefusedRow> refused, string actor, CancellationToken ct)
    {
        var wrong = refused.ToDictionary(r => r.Place - 1);
        await RefusedRowLocks.TakeAsync(connection, "rejected_id = any($1)", rows.Select(r => r.Id).ToArray(), ct);
        await using var done = new NpgsqlCommand("""
            update ingest.rejected_row set status = 'replayed', resolved_by = $2, resolved_at = clock_timestamp(), replayed_in = $3 where rejected_id = any($1) and status in ('open', 'settled')
            """, connection);
        done.Parameters.Add(new() { Value = rows.Where((_, i) => !wrong.ContainsKey(i)).Select(r => r.Id).ToArray() });
        done.Parameters.Add(new() { Value = actor });
        done.Parameters.Add(new() { Value = replay });
        var settled = await done.ExecuteNonQueryAsync(ct);
        // What belongs to another table goes on saying so until a person has given its amounts: by another reason it would be read by its file's layout after all.
        await using var still = new NpgsqlCommand("""
            update ingest.rejected_row r set column_name = case when not keeps then nullif(n.column_name, '') end, code = case when keeps then r.code else n.code end,
                message_zh = case when keeps then r.message_zh else n.zh end, message_en = case when keeps then r.message_en else n.en end, raw = n.raw, issues = case when not keeps then nullif(n.issues, '')::jsonb end,
                key_is_read = false, key_hash = null, status = 'open', resolved_by = null, resolved_at = null, replayed_in = null
            from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::boolean[]) as n (id, column_name, code, zh, en, raw, issues, keeps)
            where r.rejected_id = n.id and r.status in ('open', 'settled')
            """, connection);
        var open = wrong.Select(w => (rows[w.Key].Id, New: w.Value, Keeps: !rows[w.Key].IsCorrected && _ofAnotherTable.Contains(rows[w.Key].Code))).ToList();
        foreach (var values in new object[]
        {
            open.Select(o => o.Id).ToArray(), open.Select(o => o.New.Column ?? "").ToArray(), open.Select(o => o.New.Code).ToArray(),
            open.Select(o => o.New.Chinese).ToArray(), open.Select(o => o.New.English).ToArray(), open.Select(o => o.New.Raw).ToArray(), open.Select(o => o.New.CellsJson ?? "").ToArray(),
            open.Select(o => o.Keeps).ToArray(),
        })
        {
            still.Parameters.Add(new() { Value = values });
        }

        if (settled + await still.ExecuteNonQueryAsync(ct) < rows.Length)
        {
            throw new ProblemException("其中一些隔离行刚刚被他人处理（放弃），这一批没有导入。请刷新后再试。",
                "Some of these refused rows were given up by somebody just now; none of this part was taken in. Look again, and repeat what is left.");
        }
    }

    private static async Task<(int Source, Layout Layout)> ReadLayoutAsync(NpgsqlConnection connection, long batch, Mapping? mapping, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("select source_id, stream, headers::text, layout::text from ingest.batch where batch_id = $1", connection);
        find.Parameters.Add(new() { Value = batch });
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var source = reader.GetInt32(0);
        if (mapping is not null)
        {
            if (mapping.Stream != reader.GetString(1))
            {
                throw new FileRefused("other_stream", $"映射属于数据流 {mapping.Stream}，而批次 {batch} 的隔离行属于 {reader.GetString(1)}。请换用该数据流的映射，或撤回该批次后重新导入文件。",
                    $"The mapping is for stream {mapping.Stream}, the refused rows of batch {batch} belong to {reader.GetString(1)}. Use a mapping of that stream, or withdraw the batch and take the file in again.");
            }

            // Only the header is left of the file's first rows, wherever it stood.
            using var header = new CorrectedRows([(1, JsonSerializer.Deserialize<string[]>(reader.GetString(2))!, CellIssue.None)]);
            return (source, (mapping with { HeaderRow = null }).Apply(header, $"#{batch}"));
        }

        return (source, StoredLayout.Read(RecordStreams.Get(reader.GetString(1)), reader.GetString(2), reader.GetString(3)));
    }

    private static async Task<long> AddBatchAsync(NpgsqlConnection connection, int source, Layout layout, string path, long corrects, CancellationToken ct)
    {
        // Its content is what rows were open, which no file tells apart: a name that no other batch has.
        var content = Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray()));
        await using var add = new NpgsqlCommand("""
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, headers, layout, corrects, status)
            values ($1, $2, $3, $4, $5, $6, 0, 'correction', $7::jsonb, $8::jsonb, $9, 'loading') returning batch_id
            """, connection);
        foreach (var value in new object[] { source, layout.Stream.Name, path, Path.GetFileName(path), content, layout.Sha256, layout.HeadersJson, StoredLayout.Write(layout), corrects })
        {
            add.Parameters.Add(new() { Value = value });
        }

        return (long)(await add.ExecuteScalarAsync(ct))!;
    }
}
