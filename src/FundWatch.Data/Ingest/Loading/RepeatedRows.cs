using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Rows of a first load whose key came before in the same file. The first ones cannot be looked up while they lie without an index, so these wait
/// beside them and are judged when the months are in the store: the same again is unchanged, another version goes to quarantine, and a key that is in
/// the store after all not (two keys shared a hash) is loaded.
/// </summary>
internal sealed class RepeatedRows(NpgsqlConnection connection, RecordTable table, long batchId)
{
    private readonly string _rows = $"loading.b{batchId}_repeated";

    public string CopyIn => table.CopyInto(_rows);

    /// <summary>Keeps what quarantine would need of a chunk's repeated rows, in the chunk's transaction.</summary>
    public async Task KeepAsync(IEnumerable<(RefusedRow Row, Guid Hash)> rows, CancellationToken ct)
    {
        await using var import = await connection.BeginBinaryImportAsync(
            "copy ingest.repeated_row (batch_id, line_no, column_name, code, message_zh, message_en, raw, row_hash) from stdin (format binary)", ct);
        foreach (var (row, hash) in rows)
        {
            await import.StartRowAsync(ct);
            await import.WriteAsync(batchId, ct);
            await import.WriteAsync(row.Line, ct);
            await import.WriteAsync(row.Column, NpgsqlDbType.Text, ct);
            await import.WriteAsync(row.Code, ct);
            await import.WriteAsync(row.Chinese, ct);
            await import.WriteAsync(row.English, ct);
            await import.WriteAsync(row.Raw, ct);
            await import.WriteAsync(hash, ct);
        }

        await import.CompleteAsync(ct);
    }

    /// <summary>Judges the rows and counts them, in one transaction; nothing where there are none.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var any = connection.Command("select to_regclass($1) is not null", _rows))
        {
            if (!(bool)(await any.ExecuteScalarAsync(ct))!)
            {
                return;
            }
        }

        await using var all = connection.Command($"select count(*) from {_rows}");
        var rows = (long)(await all.ExecuteScalarAsync(ct))!;
        await using var missing = connection.Command(table.InsertMissing(_rows));
        long loaded = await missing.ExecuteNonQueryAsync(ct);
        await using var refuse = connection.Command($"""
            insert into ingest.rejected_row (batch_id, stream, file_name, sheet, line_no, column_name, code, message_zh, message_en, raw)
            select b.batch_id, b.stream, b.file_name, b.sheet, k.line_no, k.column_name, k.code, k.message_zh, k.message_en, k.raw
            from (select line_no, row_hash, row_number() over (partition by line_no, row_hash) as nth from ({table.Conflicting(_rows)}) c) c
            join (select *, row_number() over (partition by line_no, row_hash) as nth from ingest.repeated_row where batch_id = $1) k
                on k.line_no = c.line_no and k.nth = c.nth and (k.row_hash = c.row_hash or k.row_hash is null) -- null: kept by a version before
            join ingest.batch b on b.batch_id = $1 order by k.line_no
            """, batchId);
        long refused = await refuse.ExecuteNonQueryAsync(ct);
        await using var count = connection.Command("""
            update ingest.batch set loaded = loaded + $2, quarantined = quarantined + $3, unchanged = unchanged + $4 where batch_id = $1
            """, batchId, loaded, refused, rows - loaded - refused);
        await count.ExecuteNonQueryAsync(ct);
        await using var forget = connection.Command("delete from ingest.repeated_row where batch_id = $1", batchId);
        await forget.ExecuteNonQueryAsync(ct);
        await using var drop = connection.Command("select fw.drop_repeated($1)", batchId);
        await drop.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
