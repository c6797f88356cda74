using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quarantine;
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
/// and the next run carries on behind them.
/// </summary>
/// <param name="settleRefused">What to do with refused rows, in the same transaction; null puts them into quarantine.</param>
internal sealed class ChunkWriter(NpgsqlConnection connection, RecordStream stream, long batchId, string fileName, string? sheet, bool dryRun,
    Func<IReadOnlyList<RefusedRow>, CancellationToken, Task>? settleRefused = null)
{
    private static readonly byte[] _header = [.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] _trailer = [0xFF, 0xFF];

    private readonly RecordTable _table = new(stream);
    private readonly HashSet<DateOnly> _months = [];
    private bool _hasStage;

    public async Task<ChunkResult> WriteAsync(Chunk chunk, CancellationToken ct)
    {
        await EnsureMonthsAsync(chunk, ct);
        try
        {
            return await WriteOnceAsync(chunk, compareAll: false, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && chunk.New.Rows > 0)
        {
            // A key thought new is in the store after all: nothing of the chunk was kept, it is compared row by row instead.
            _hasStage = false;
            return await WriteOnceAsync(chunk, compareAll: true, ct);
        }
    }

    private async Task<ChunkResult> WriteOnceAsync(Chunk chunk, bool compareAll, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await WriteVaultAsync(chunk, ct);
        int loaded = 0, updated = 0, unchanged = 0;
        if (chunk.New.Rows > 0 && !compareAll)
        {
            await CopyAsync(_table.CopyIn, [chunk.New], ct);
            loaded = chunk.New.Rows;
        }

        PgBlock[] compare = compareAll ? [chunk.New, chunk.Compare] : [chunk.Compare];
        if (compare.Sum(b => b.Rows) > 0)
        {
            (var inserted, updated, unchanged) = await CompareAsync(compare, ct);
            loaded += inserted;
        }

        var refused = chunk.Refused;
        if (chunk.Again.Rows > 0)
        {
            var conflicting = await ConflictingAsync(chunk, ct);
            unchanged += chunk.Again.Rows - conflicting.Count;
            refused = [.. refused, .. conflicting.Select(line => chunk.AgainRows[line])];
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

    // Own transactions, before the chunk's: making a partition locks the table for a moment, not for the length of a chunk.
    private async Task EnsureMonthsAsync(Chunk chunk, CancellationToken ct)
    {
        if (stream.PartitionColumn is null || dryRun)
        {
            return;
        }

        foreach (var month in chunk.Months.Where(_months.Add).Order())
        {
            await using var ensure = Command("select fw.ensure_month($1, $2)", stream.Name, month);
            await ensure.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task<(int Inserted, int Updated, int Unchanged)> CompareAsync(PgBlock[] blocks, CancellationToken ct)
    {
        await EnsureStageAsync(ct);
        await CopyAsync(_table.CopyToStage, blocks, ct);
        await RunAsync(_table.Analyze, ct);
        var unchanged = await RunAsync(_table.DropUnchanged, ct);
        var left = blocks.Sum(b => b.Rows) - unchanged;
        if (left == 0)
        {
            return (0, 0, unchanged);
        }

        var updated = await RunAsync(_table.Update, ct);
        if (updated > 0)
        {
            await RunAsync(_table.DropUpdated, ct);
        }

        var moved = 0;
        if (_table.DeleteMoved is { } delete && updated < left)
        {
            await RunAsync(_table.SayWhenMoved, ct);
            moved = await RunAsync(delete, ct);
        }

        var inserted = updated < left ? await RunAsync(_table.Insert, ct) : 0;
        return (inserted - moved, updated + moved, unchanged);
    }

    private async Task<List<long>> ConflictingAsync(Chunk chunk, CancellationToken ct)
    {
        await EnsureStageAsync(ct);
        await RunAsync(_table.EmptyStage, ct);
        await CopyAsync(_table.CopyToStage, [chunk.Again], ct);
        await RunAsync(_table.Analyze, ct);
        var lines = new List<long>();
        await using var command = Command(_table.ConflictingLines);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lines.Add(reader.GetInt64(0));
        }

        return lines;
    }

    private async Task EnsureStageAsync(CancellationToken ct)
    {
        if (!_hasStage)
        {
            await RunAsync(_table.CreateStage, ct);
            _hasStage = true;
        }
    }

    private async Task CopyAsync(string copy, PgBlock[] blocks, CancellationToken ct)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, ct);
        await stream.WriteAsync(_header, ct);
        foreach (var block in blocks)
        {
            await stream.WriteAsync(block.Memory, ct);
        }

        await stream.WriteAsync(_trailer, ct);
    }

    private async Task WriteVaultAsync(Chunk chunk, CancellationToken ct)
    {
        if (chunk.Vault.Count == 0)
        {
            return;
        }

        // In the order of the tokens, so that two loads that meet the same people cannot wait for each other in a ring.
        var entries = chunk.Vault.DistinctBy(v => v.Token).OrderBy(v => v.Token, StringComparer.Ordinal).ToList();
        await using var insert = Command("""
            insert into vault.personal (token, ciphertext, masked)
            select * from unnest($1::text[], $2::bytea[], $3::text[]) on conflict (token) do nothing
            """, entries.Select(e => e.Token).ToArray(), entries.Select(e => e.Ciphertext).ToArray(), entries.Select(e => e.Masked).ToArray());
        await insert.ExecuteNonQueryAsync(ct);
    }

    private async Task WriteRefusedAsync(IReadOnlyList<RefusedRow> refused, CancellationToken ct)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await using var import = await connection.BeginBinaryImportAsync("""
            copy ingest.rejected_row (batch_id, stream, file_name, sheet, line_no, column_name, code, message_zh, message_en, raw) from stdin (format binary)
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
        }

        await import.CompleteAsync(ct);
    }

    private async Task CountAsync(Chunk chunk, ChunkResult result, CancellationToken ct)
    {
        await using var count = Command("""
            update ingest.batch set committed_rows = $2, rows = rows + $3, loaded = loaded + $4, updated = updated + $5, unchanged = unchanged + $6,
                quarantined = quarantined + $7, skipped = skipped + $8
            where batch_id = $1 and status = 'loading'
            """, batchId, chunk.EndRow, (long)chunk.Rows, (long)result.Loaded, (long)result.Updated, (long)result.Unchanged, (long)result.Quarantined, (long)chunk.Skipped);
        if (await count.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new InvalidOperationException($"Batch {batchId} is no longer loading; another process has taken or withdrawn it.");
        }
    }

    private async Task<int> RunAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(sql);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}
