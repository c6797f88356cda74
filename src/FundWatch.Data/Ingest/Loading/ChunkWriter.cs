using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>What became of a chunk's rows.</summary>
public readonly record struct ChunkResult(int Loaded, int Updated, int Unchanged, int Quarantined)
{
    public static ChunkResult operator +(ChunkResult a, ChunkResult b) =>
        new(a.Loaded + b.Loaded, a.Updated + b.Updated, a.Unchanged + b.Unchanged, a.Quarantined + b.Quarantined);
}

/// <summary>
/// Writes chunks, each in one transaction together with the batch's counters: after a kill the counters say exactly which rows of the file are in,
/// and the next run carries on behind them. These commits do not wait for the disk; the one that finishes the batch does, and with it all before it.
/// A server that loses power loses whole chunks with their counters, which the next run takes up again.
/// </summary>
/// <param name="settleRefused">What to do with refused rows, in the same transaction; null puts them into quarantine.</param>
/// <param name="first">Of a first load: new rows go into its tables, rows with a key that came before wait for its end.</param>
internal sealed class ChunkWriter(NpgsqlConnection connection, RecordStream stream, long batchId, string fileName, string? sheet, bool dryRun,
    Func<IReadOnlyList<RefusedRow>, CancellationToken, Task>? settleRefused = null, FirstLoad? first = null)
{
    private readonly RecordTable _table = new(stream);
    private bool _hasStage;

    /// <summary>Writes a chunk that has been through <see cref="ChunkPreparation"/>.</summary>
    /// <param name="turn">The commit of the chunk before this one. Rows go in and are compared without waiting for it; repeated keys and the counters wait.</param>
    /// <param name="opened">Called as soon as the table is locked against changes of its form; the next chunk may begin only then.</param>
    public async Task<ChunkResult> WriteAsync(Chunk chunk, Task turn, Action? opened, CancellationToken ct)
    {
        if (chunk.MeetsEarlierRows && first is null)
        {
            await turn;
        }

        try
        {
            return await WriteOnceAsync(chunk, compareAll: false, turn, opened, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && chunk.NewRows > 0 && first is null)
        {
            // A key thought new is in the store after all: nothing of the chunk was kept, it is compared row by row instead.
            _hasStage = false;
            await turn;
            return await WriteOnceAsync(chunk, compareAll: true, turn, opened, ct);
        }
    }

    private async Task<ChunkResult> WriteOnceAsync(Chunk chunk, bool compareAll, Task turn, Action? opened, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(_table.Open, ct);
        opened?.Invoke();
        int loaded = 0, updated = 0, unchanged = chunk.Unchanged;
        if (chunk.NewRows > 0 && !compareAll)
        {
            await CopyNewAsync(chunk, ct);
            loaded = chunk.NewRows;
        }

        // Keys of one file's rows are compared once each, so chunks meet no row of each other here; repeated ones have waited before they came.
        IReadOnlyCollection<PgBlock> compare = compareAll ? [.. chunk.New.Values, chunk.Compare] : [chunk.Compare];
        if (compare.Sum(b => b.Rows) > 0)
        {
            var (inserted, changed, same) = await CompareAsync(compare, ct);
            loaded += inserted;
            updated = changed;
            unchanged += same;
        }

        await turn;
        var refused = chunk.Refused;
        if (chunk.Again.Rows > 0 && first is not null)
        {
            var repeated = new RepeatedRows(connection, _table, batchId);
            await CopyAsync(repeated.CopyIn, [chunk.Again], ct);
            await repeated.KeepAsync(chunk.AgainRows, ct);
        }
        else if (chunk.Again.Rows > 0)
        {
            var (missing, conflicting) = await JudgeAgainAsync(chunk, ct);
            loaded += missing;
            unchanged += chunk.Again.Rows - missing - conflicting.Count;
            refused = [.. refused, .. conflicting];
        }

        var result = new ChunkResult(loaded, updated, unchanged, refused.Count);
        if (dryRun)
        {
            await transaction.RollbackAsync(ct);
            _hasStage = false;
            return result;
        }

        await (settleRefused ?? WriteRefusedAsync)(refused, ct);
        await CountAsync(chunk, result, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private async Task CopyNewAsync(Chunk chunk, CancellationToken ct)
    {
        if (first is null)
        {
            await CopyAsync(_table.CopyIn, [.. chunk.New.Values], ct);
            return;
        }

        foreach (var (month, rows) in chunk.New)
        {
            await CopyAsync(first.CopyIn(_table, month), [rows], ct);
        }
    }

    private async Task<(int Inserted, int Updated, int Unchanged)> CompareAsync(IReadOnlyCollection<PgBlock> blocks, CancellationToken ct)
    {
        await EnsureStageAsync(ct);
        await RunAsync(RecordTable.LookUpByKey, ct);
        await CopyAsync(_table.CopyToStage, blocks, ct);
        await RunAsync(_table.Analyze, ct);
        var rows = blocks.Sum(b => b.Rows);
        var updated = await RunAsync(_table.Update, ct);
        if (updated == rows)
        {
            return (0, updated, 0); // the usual case of a corrected export: nothing new, and the stage empties itself
        }

        var found = await RunAsync(_table.DropFound, ct);
        var left = rows - found;
        var moved = 0;
        if (_table.DeleteMoved is { } delete && left > 0)
        {
            await RunAsync(_table.SayWhenMoved, ct);
            moved = await RunAsync(delete, ct);
        }

        var inserted = left > 0 ? await RunAsync(_table.Insert, ct) : 0;
        return (inserted - moved, updated + moved, found - updated);
    }

    // Two keys may share a hash: then the row is not in the store, and is loaded.
    private async Task<(int Missing, List<RefusedRow> Conflicting)> JudgeAgainAsync(Chunk chunk, CancellationToken ct)
    {
        await EnsureStageAsync(ct);
        await RunAsync(_table.EmptyStage, ct);
        await CopyAsync(_table.CopyToStage, [chunk.Again], ct);
        await RunAsync(_table.Analyze, ct);
        var missing = await RunAsync(_table.InsertMissing(_table.Stage), ct);
        var found = new List<(long Line, Guid Hash)>();
        await using var command = connection.Command(_table.Conflicting(_table.Stage));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add((reader.GetInt64(0), reader.GetGuid(1)));
        }

        var rows = chunk.AgainRows.ToLookup(r => (r.Row.Line, r.Hash), r => r.Row);
        return (missing, [.. found.GroupBy(row => row).SelectMany(row => rows[row.Key].Take(row.Count()))]);
    }

    private async Task EnsureStageAsync(CancellationToken ct)
    {
        if (!_hasStage)
        {
            await RunAsync(_table.CreateStage, ct);
            _hasStage = true;
        }
    }

    private Task CopyAsync(string copy, IReadOnlyCollection<PgBlock> blocks, CancellationToken ct) => connection.CopyAsync(copy, blocks, ct);

    private async Task WriteRefusedAsync(IReadOnlyList<RefusedRow> refused, CancellationToken ct)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await using var import = await connection.BeginBinaryImportAsync("""
            copy ingest.rejected_row (batch_id, stream, file_name, sheet, line_no, column_name, code, message_zh, message_en, raw, issues) from stdin (format binary)
            """, ct);
        foreach (var row in refused)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(batchId, ct);
            await import.WriteAsync(stream.Name, ct);
            await import.WriteAsync(fileName, ct);
            await import.WriteAsync(sheet, NpgsqlDbType.Text, ct);
            await import.WriteAsync(row.Line, ct);
            await import.WriteAsync(row.Column, NpgsqlDbType.Text, ct);
            await import.WriteAsync(row.Code, ct);
            await import.WriteAsync(row.Chinese, ct);
            await import.WriteAsync(row.English, ct);
            await import.WriteAsync(row.Raw, ct);
            await import.WriteAsync(row.CellsJson, NpgsqlDbType.Jsonb, ct);
        }

        await import.CompleteAsync(ct);
    }

    private async Task CountAsync(Chunk chunk, ChunkResult result, CancellationToken ct)
    {
        await using var count = connection.Command("""
            with kept as (insert into ingest.batch_rows (batch_id, end_row, hashes, passes) select $1, $2, $9, nullif($10, ''::bytea) where octet_length($9) > 0)
            update ingest.batch set committed_rows = $2, rows = rows + $3, loaded = loaded + $4, updated = updated + $5, unchanged = unchanged + $6,
                quarantined = quarantined + $7, skipped = skipped + $8
            where batch_id = $1 and status = 'loading' and committed_rows = $11
            """, batchId, chunk.EndRow, (long)chunk.Rows, (long)result.Loaded, (long)result.Updated, (long)result.Unchanged, (long)result.Quarantined, (long)chunk.Skipped, chunk.Hashes.Memory, chunk.Passes.ToBytes(), chunk.StartRow);
        if (await count.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new InvalidOperationException($"Batch {batchId} no longer stands at row {chunk.StartRow}: another process carries it on, or has ended or withdrawn it.");
        }
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
