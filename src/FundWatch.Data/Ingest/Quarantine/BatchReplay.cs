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

/// <summary>Reads refused rows of one batch again, the way every row goes, into a batch of their own that corrects it.</summary>
internal sealed class BatchReplay(FundWatchDatabase db, TimeProvider clock)
{
    /// <param name="path">Of the sheet that gives the rows back, or what stands for one.</param>
    /// <param name="mapping">Null where the rows are read as their file was.</param>
    /// <param name="chosen">What was asked for, for the trail.</param>
    /// <param name="isSmall">True where the pages have so few rows that their keys can be kept; see <see cref="EarlierRefusals.OpenAsync"/>.</param>
    /// <exception cref="FileRefused">The mapping does not fit the rows.</exception>
    public async Task<RetryReport> RunAsync(long batchId, string path, NamedMapping? mapping, string actor, object chosen, IAsyncEnumerable<OpenRow[]> pages, bool isSmall, CancellationToken ct)
    {
        var sum = new RetryReport(0, 0, 0, 0, 0, []);
        var command = QuarantineService.CommandForLoadedSince(mapping is null ? null : mapping.Name ?? "FILE");
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var (source, layout, currency) = await ReadLayoutAsync(connection, batchId, mapping?.Mapping, ct);
        var batches = new Loading.BatchStore(connection);
        await batches.LockAsync(source, layout.Stream.Name, ct);
        try
        {
            await FirstLoad.SettleOthersAsync(db, connection, source, layout.Stream, except: 0, ct);
            await new WithdrawalSteps(connection, clock).FinishOpenAsync(source, layout.Stream.Name, ct);
            await batches.CloseCorrectionsAsync(source, layout.Stream.Name, ct);
            (layout, var replay) = await new SourceCurrency(connection).AgreeAsync(source, layout, layout.StatedCurrency ?? currency, dryRun: false, agreed => AddBatchAsync(connection, source, agreed, path, batchId, ct), ct, (
                $"请换用写明币种的映射；如币种没有写错，请撤回批次 {batchId}，以另一个来源系统名称重新导入它的文件",
                $"Use a mapping that names the currency; if it is named rightly, withdraw batch {batchId} and load its file again under another name of the source system"));
            using var cipher = new VaultCipher(db.Keys);
            var tokens = new Tokens(db.Keys, cipher);
            var encoder = new RowEncoder(layout, new BatchStamp(source, replay), tokens, cipher, storeIsEmpty: false, knownUtf8: false,
                await StoreClock.OfAsync(connection, clock, ct))
            {
                Earlier = await EarlierRefusals.OpenAsync(db, connection, replay, ct, isSmall),
            };
            var later = new LaterLoads(connection, source, layout, new Tokens(db.Keys, cipher)); // the encoder's own must hear of a person when that person's row loads
            var preparation = new ChunkPreparation(connection, layout.Stream);
            await foreach (var part in pages.WithCancellation(ct))
            {
                var chunk = new Chunk();
                using var reader = new CorrectedRows(part.Select(r => (r.Line, r.Cells, r.WholeIssue)).ToList());
                var (since, repeated) = await later.FindAsync(part, ct);
                var kept = 0L;
                for (var i = 0; reader.Read(); i++)
                {
                    if (since.TryGetValue(i, out var load) && !(part[i].IsChosen && part[i].Told is { } told && told == load.Told))
                    {
                        encoder.Refuse(reader, chunk, CellIssue.LoadedSince, load.Chinese, load.English, command);
                        kept++;
                    }
                    else if (repeated.Contains(i))
                    {
                        encoder.Refuse(reader, chunk, CellIssue.DuplicateKey, "", "", "", layout.Stream.Key[0].Name);
                    }
                    else
                    {
                        encoder.Encode(reader, chunk);
                    }
                }

                (chunk.StartRow, chunk.EndRow) = (sum.Rows, sum.Rows + part.Length);
                var writer = new ChunkWriter(connection, layout.Stream, replay, Path.GetFileName(path), null, dryRun: false,
                    (refused, token) => SettleAsync(connection, replay, part, refused, since, actor, token));
                await preparation.PrepareAsync(chunk, ct);
                var result = await writer.WriteAsync(chunk, Task.CompletedTask, null, ct);
                sum = sum.Plus(new RetryReport(part.Length, result.Loaded, result.Updated, result.Unchanged, result.Quarantined, [], Skipped: chunk.Skipped, LoadedSince: kept));
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

    private Task TellAsync(string actor, RetryReport report, object chosen, CancellationToken ct) => report.Rows == 0 ? Task.CompletedTask
        : new TrailStore(db, clock).RecordAsync("quarantine_retry", actor, null, new { report.Rows, report.Loaded, report.Updated, report.Unchanged, report.Quarantined, report.LoadedSince, Chosen = chosen }, ct);

    // In the transaction of the rows themselves: those that went in are done, the others keep their new cells and reason.
    private static async Task SettleAsync(NpgsqlConnection connection, long replay, OpenRow[] rows, IReadOnlyList<RefusedRow> refused, IReadOnlyDictionary<int, LaterLoad> since, string actor, CancellationToken ct)
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
        // What belongs to another table keeps that code until a person has given its amounts: by another it would be read by its file's layout after all.
        // That a later load has its key, it says all the same; whoever asks for loaded_since finds it by what it was told.
        await using var still = new NpgsqlCommand("""
            update ingest.rejected_row r set column_name = case when not keeps then nullif(n.column_name, '') end, code = case when keeps then r.code else n.code end,
                message_zh = case when keeps and n.told is null then r.message_zh else n.zh end, message_en = case when keeps and n.told is null then r.message_en else n.en end, raw = n.raw,
                issues = case when not keeps then nullif(n.issues, '')::jsonb end, told = n.told, key_is_read = false, key_hash = null, status = 'open', resolved_by = null, resolved_at = null, replayed_in = null
            from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::boolean[], $9::uuid[]) as n (id, column_name, code, zh, en, raw, issues, keeps, told)
            where r.rejected_id = n.id and r.status in ('open', 'settled')
            """, connection);
        var open = wrong.Select(w => (rows[w.Key].Id, New: w.Value, Keeps: !rows[w.Key].IsCorrected && OtherTables.Codes.Contains(rows[w.Key].Code),
            Told: w.Value.Code == LaterLoads.Code ? since[w.Key].Told : null)).ToList();
        foreach (var values in new object[]
        {
            open.Select(o => o.Id).ToArray(), open.Select(o => o.New.Column ?? "").ToArray(), open.Select(o => o.New.Code).ToArray(),
            open.Select(o => o.New.Chinese).ToArray(), open.Select(o => o.New.English).ToArray(), open.Select(o => o.New.Raw).ToArray(), open.Select(o => o.New.CellsJson ?? "").ToArray(),
            open.Select(o => o.Keeps).ToArray(), open.Select(o => o.Told).ToArray(),
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

    private static async Task<(int Source, Layout Layout, string? Currency)> ReadLayoutAsync(NpgsqlConnection connection, long batch, Mapping? mapping, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("select source_id, stream, headers::text, layout::text, currency from ingest.batch where batch_id = $1", connection);
        find.Parameters.Add(new() { Value = batch });
        await using var reader = await find.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (source, currency) = (reader.GetInt32(0), await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4));
        if (mapping is not null)
        {
            if (mapping.Stream != reader.GetString(1))
            {
                throw new FileRefused("other_stream", $"映射属于数据流 {mapping.Stream}，而批次 {batch} 的隔离行属于 {reader.GetString(1)}。请换用该数据流的映射，或撤回该批次后重新导入文件。",
                    $"The mapping is for stream {mapping.Stream}, the refused rows of batch {batch} belong to {reader.GetString(1)}. Use a mapping of that stream, or withdraw the batch and take the file in again.");
            }

            // Only the header is left of the file's first rows, wherever it stood.
            using var header = new CorrectedRows([(1, JsonSerializer.Deserialize<string[]>(reader.GetString(2))!, CellIssue.None)]);
            return (source, (mapping with { HeaderRow = null }).Apply(header, $"#{batch}"), currency);
        }

        return (source, StoredLayout.Read(RecordStreams.Get(reader.GetString(1)), reader.GetString(2), reader.GetString(3)), currency);
    }

    private static async Task<long> AddBatchAsync(NpgsqlConnection connection, int source, Layout layout, string path, long corrects, CancellationToken ct)
    {
        // Its content is what rows were open, which no file tells apart: a name that no other batch has.
        var content = Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray()));
        await using var add = new NpgsqlCommand("""
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, headers, layout, corrects, currency, status)
            values ($1, $2, $3, $4, $5, $6, 0, 'correction', $7::jsonb, $8::jsonb, $9, nullif($10, ''), 'loading') returning batch_id
            """, connection);
        foreach (var value in new object[] { source, layout.Stream.Name, path, Path.GetFileName(path), content, layout.Sha256, layout.HeadersJson, StoredLayout.Write(layout), corrects, layout.CurrencyOfAmounts ?? "" })
        {
            add.Parameters.Add(new() { Value = value });
        }

        return (long)(await add.ExecuteScalarAsync(ct))!;
    }
}
