using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Exports refused rows for correction and takes them back in. A corrected row is read by the layout of the file it came from and belongs to a batch of
/// its own; what is still wrong stays in quarantine with its new reason. A row given back as it was exported stays with the reason it had: nobody has
/// decided anything. A corrected row, or one chosen to be read again, that was refused as a second version of its key replaces the first.
/// </summary>
public sealed class QuarantineService(FundWatchDatabase db, TimeProvider clock)
{
    private const int RowsAtOnce = 5_000;

    private readonly QuarantineStore _store = new(db);

    public async Task<int> ExportAsync(QuarantineFilter filter, Stream to, CancellationToken ct)
    {
        var rows = await _store.ReadOpenAsync(filter, ct);
        await CorrectionSheet.WriteAsync(to, rows);
        return rows.Count;
    }

    /// <summary>Takes a corrected export back in.</summary>
    /// <exception cref="Files.FileRefused">Not such an export, or unreadable.</exception>
    public async Task<RetryReport> RetryAsync(string path, string actor, CancellationToken ct)
    {
        var corrected = CorrectionSheet.Read(path);
        var open = await _store.ReadOpenAsync(new QuarantineFilter(Ids: corrected.Keys.ToList()), ct);
        var touched = open.Where(row => CorrectionSheet.IsChanged(row, corrected[row.Id])).ToList();
        var report = await ReplayAsync(touched.Select(row => row with { Cells = CorrectionSheet.Apply(row, corrected[row.Id]) }).ToList(), path, null, actor, ct);
        var gone = corrected.Keys.Except(open.Select(o => o.Id)).Order().Select(id => id.ToString(null, null)).ToList();
        var untouched = open.Count - touched.Count;
        return report with { Rows = open.Count, Quarantined = report.Quarantined + untouched, NotUsed = gone, Untouched = untouched };
    }

    /// <summary>Reads open rows again as they are: after a mapping was mended, or with a newer version of the program.</summary>
    public async Task<RetryReport> RetryAsync(QuarantineFilter filter, Mapping? mapping, string actor, CancellationToken ct) =>
        await ReplayAsync(await _store.ReadOpenAsync(filter, ct), "quarantine", mapping, actor, ct);

    private async Task<RetryReport> ReplayAsync(IReadOnlyList<OpenRow> rows, string path, Mapping? mapping, string actor, CancellationToken ct)
    {
        long loaded = 0, updated = 0, unchanged = 0, quarantined = 0;
        foreach (var batch in rows.GroupBy(r => r.BatchId))
        {
            var result = await ReplayBatchAsync(batch.Key, [.. batch], path, mapping, actor, ct);
            loaded += result.Loaded;
            updated += result.Updated;
            unchanged += result.Unchanged;
            quarantined += result.Quarantined;
        }

        return new RetryReport(rows.Count, loaded, updated, unchanged, quarantined, []);
    }

    private async Task<ChunkResult> ReplayBatchAsync(long batchId, List<OpenRow> rows, string path, Mapping? mapping, string actor, CancellationToken ct)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var (source, layout) = await ReadLayoutAsync(connection, batchId, rows[0].Headers, mapping, ct);
        var batches = new Loading.BatchStore(connection);
        await batches.LockAsync(source, layout.Stream.Name, ct);
        try
        {
            await FirstLoad.SettleOthersAsync(db, connection, source, layout.Stream, except: 0, ct);
            await new WithdrawalSteps(connection, clock).FinishOpenAsync(source, layout.Stream.Name, ct);
            var replay = await AddBatchAsync(connection, source, layout, path, batchId, rows, ct);
            using var cipher = new VaultCipher(db.Keys);
            var tokens = new Tokens(db.Keys, cipher);
            var encoder = new RowEncoder(layout, new BatchStamp(source, replay), tokens, cipher, storeIsEmpty: false, knownUtf8: false, clock);
            var preparation = new ChunkPreparation(connection, layout.Stream);
            var sum = default(ChunkResult);
            var row = 0L;
            foreach (var part in rows.Chunk(RowsAtOnce))
            {
                var chunk = new Chunk();
                using var reader = new CorrectedRows(part.Select(r => (r.Line, r.Cells)).ToList());
                while (reader.Read())
                {
                    encoder.Encode(reader, chunk);
                }

                chunk.EndRow = row += part.Length;
                var writer = new ChunkWriter(connection, layout.Stream, replay, Path.GetFileName(path), null, dryRun: false,
                    (refused, token) => SettleAsync(connection, replay, part, refused, actor, token));
                await preparation.PrepareAsync(chunk, ct);
                sum += await writer.WriteAsync(chunk, Task.CompletedTask, null, ct);
            }

            await batches.FinishAsync(replay, "done", null, ct);
            return sum;
        }
        finally
        {
            await batches.UnlockAsync(source, layout.Stream.Name, CancellationToken.None);
        }
    }

    // In the transaction of the rows themselves: those that went in are done, the others keep their new cells and reason.
    private static async Task SettleAsync(NpgsqlConnection connection, long replay, OpenRow[] rows, IReadOnlyList<RefusedRow> refused, string actor, CancellationToken ct)
    {
        var wrong = refused.ToDictionary(r => r.Line);
        await using var done = new NpgsqlCommand("""
            update ingest.rejected_row set status = 'replayed', resolved_by = $2, resolved_at = clock_timestamp(), replayed_in = $3 where rejected_id = any($1)
            """, connection);
        done.Parameters.Add(new() { Value = rows.Where(r => !wrong.ContainsKey(r.Line)).Select(r => r.Id).ToArray() });
        done.Parameters.Add(new() { Value = actor });
        done.Parameters.Add(new() { Value = replay });
        await done.ExecuteNonQueryAsync(ct);
        await using var still = new NpgsqlCommand("""
            update ingest.rejected_row r set column_name = nullif(n.column_name, ''), code = n.code, message_zh = n.zh, message_en = n.en, raw = n.raw
            from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[]) as n (id, column_name, code, zh, en, raw)
            where r.rejected_id = n.id
            """, connection);
        var open = rows.Where(r => wrong.ContainsKey(r.Line)).Select(r => (r.Id, New: wrong[r.Line])).ToList();
        foreach (var values in new object[]
        {
            open.Select(o => o.Id).ToArray(), open.Select(o => o.New.Column ?? "").ToArray(), open.Select(o => o.New.Code).ToArray(),
            open.Select(o => o.New.Chinese).ToArray(), open.Select(o => o.New.English).ToArray(), open.Select(o => o.New.Raw).ToArray(),
        })
        {
            still.Parameters.Add(new() { Value = values });
        }

        await still.ExecuteNonQueryAsync(ct);
    }

    private static async Task<(int Source, Layout Layout)> ReadLayoutAsync(NpgsqlConnection connection, long batch, string[] headers, Mapping? mapping, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("select source_id, stream, headers::text, layout::text from ingest.batch where batch_id = $1", connection);
        find.Parameters.Add(new() { Value = batch });
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var source = reader.GetInt32(0);
        if (mapping is not null)
        {
            using var header = new CorrectedRows([(1, headers)]);
            return (source, mapping.Apply(header, "quarantine"));
        }

        return (source, StoredLayout.Read(RecordStreams.Get(reader.GetString(1)), reader.GetString(2), reader.GetString(3)));
    }

    private static async Task<long> AddBatchAsync(NpgsqlConnection connection, int source, Layout layout, string path, long corrects, List<OpenRow> rows, CancellationToken ct)
    {
        // A killed retry leaves its batch behind as loading; rows are marked as they go in, so a new batch simply takes the rest.
        var content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => $"{r.Id}:{RawRow.Csv(r.Cells)}")) + Guid.NewGuid())));
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
