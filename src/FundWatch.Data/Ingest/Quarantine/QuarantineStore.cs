using System.Text.Json;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Refused rows: read, exported for correction, discarded with a reason. Nothing is ever removed from the table.</summary>
public sealed class QuarantineStore(FundWatchDatabase db)
{
    private const string Matching = """
        from ingest.rejected_row r join ingest.batch b using (batch_id) join ingest.source s using (source_id)
        where r.status = 'open' and ($1::text is null or r.stream = $1) and ($2::text is null or r.code = $2)
          and ($3::text is null or r.file_name = $3) and ($4::bigint[] is null or r.rejected_id = any($4))
        """;

    /// <summary>Open rows, oldest first.</summary>
    public async Task<IReadOnlyList<QuarantinedRow>> ListAsync(QuarantineFilter filter, CancellationToken ct)
    {
        using var cipher = new VaultCipher(db.Keys);
        await using var command = Command($"""
            select r.rejected_id, r.stream, r.file_name, r.sheet, r.line_no, r.column_name, r.code, r.message_zh, r.message_en, r.raw, r.status, r.created_at, s.name
            {Matching} order by r.rejected_id limit $5
            """, filter);
        var rows = new List<QuarantinedRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new QuarantinedRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), reader.GetInt64(4), Text(reader, 5), reader.GetString(6),
                reader.GetString(7), reader.GetString(8), RawRow.Csv(RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(9)))), reader.GetString(10),
                reader.GetFieldValue<DateTimeOffset>(11), reader.GetString(12)));
        }

        return rows;
    }

    /// <summary>How many rows are open, by stream and code.</summary>
    public async Task<IReadOnlyList<(string Stream, string Code, long Rows)>> CountAsync(QuarantineFilter filter, CancellationToken ct)
    {
        await using var command = Command($"select r.stream, r.code, count(*) {Matching} group by 1, 2 order by 3 desc, 1, 2 limit $5", filter);
        var counts = new List<(string, string, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            counts.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return counts;
    }

    /// <summary>Open rows with what is needed to read them again, batch by batch.</summary>
    internal async Task<IReadOnlyList<OpenRow>> ReadOpenAsync(QuarantineFilter filter, CancellationToken ct)
    {
        using var cipher = new VaultCipher(db.Keys);
        await using var command = Command($"""
            select r.rejected_id, r.batch_id, r.line_no, r.code, r.message_zh, r.message_en, r.raw, coalesce(b.headers::text, '[]'), r.column_name, r.file_name, r.stream
            {Matching} order by r.batch_id, r.rejected_id limit $5
            """, filter);
        var rows = new List<OpenRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new OpenRow(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(6))), JsonSerializer.Deserialize<string[]>(reader.GetString(7))!, Text(reader, 8), reader.GetString(9), reader.GetString(10)));
        }

        return rows;
    }

    /// <summary>Gives rows up, with who and why; they stay in the table. Returns how many.</summary>
    public async Task<int> DiscardAsync(QuarantineFilter filter, string actor, string reason, CancellationToken ct)
    {
        await using var command = Command($"""
            update ingest.rejected_row set status = 'discarded', reason = $6, resolved_by = $7, resolved_at = clock_timestamp()
            where rejected_id in (select r.rejected_id {Matching} order by r.rejected_id limit $5)
            """, filter);
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = actor });
        return await command.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlCommand Command(string sql, QuarantineFilter filter)
    {
        var command = db.App.CreateCommand(sql);
        command.Parameters.Add(new() { Value = (object?)filter.Stream ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.File ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.Ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)filter.Limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        return command;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>An open row with its cells.</summary>
internal sealed record OpenRow(long Id, long BatchId, long Line, string Code, string MessageZh, string MessageEn, string[] Cells, string[] Headers, string? Column, string File, string Stream);
