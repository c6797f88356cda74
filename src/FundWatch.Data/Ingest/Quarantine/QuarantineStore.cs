using System.Runtime.CompilerServices;
using System.Text.Json;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Refused rows: read, exported for correction, discarded with a reason. Nothing is ever removed from the table.</summary>
public sealed class QuarantineStore(FundWatchDatabase db)
{
    private static string Matching(QuarantineFilter filter) => $"""
        from ingest.rejected_row r join ingest.batch b using (batch_id) join ingest.source s using (source_id)
        left join ingest.batch l on l.batch_id = r.replayed_in
        where r.status = '{(filter.IsSettled ? "settled" : "open")}' and ($1::text is null or r.stream = $1) and ($2::text is null or r.code = $2 or ($2 = '{LaterLoads.Code}' and r.told is not null))
          and ($3::text is null or r.file_name = $3) and ($4::bigint[] is null or r.rejected_id = any($4)) and ($6::bigint is null or r.batch_id = $6)
          and ($7::text is null or r.column_name = $7 or r.issues @> jsonb_build_array(jsonb_build_object('column', $7::text)))
          and ($8::timestamptz is null or r.created_at >= $8) and ($9::bigint is null or r.rejected_id > $9)
          and ($10::text[] is null or r.code <> all($10)) and ($11::bigint is null or r.rejected_id <= $11)
        """;

    /// <summary>Open rows, or settled ones where the filter says so, oldest first.</summary>
    /// <param name="withRaw">False where the rows' own words, which may be personal, are not wanted.</param>
    public async Task<IReadOnlyList<QuarantinedRow>> ListAsync(QuarantineFilter filter, CancellationToken ct, bool withRaw = true)
    {
        using var cipher = new VaultCipher(db.Keys);
        await using var command = Command($"""
            select r.rejected_id, r.stream, r.file_name, r.sheet, r.line_no, r.column_name, r.code, r.message_zh, r.message_en, {(withRaw ? "r.raw" : "null::bytea")}, r.status, r.created_at, s.name,
                   r.batch_id, r.replayed_in
            {Matching(filter)} order by r.rejected_id limit $5
            """, filter);
        var rows = new List<QuarantinedRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new QuarantinedRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), reader.GetInt64(4), Text(reader, 5), reader.GetString(6),
                reader.GetString(7), reader.GetString(8), reader.IsDBNull(9) ? "" : RawRow.Csv(RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(9)))), reader.GetString(10),
                reader.GetFieldValue<DateTimeOffset>(11), reader.GetString(12), reader.GetInt64(13), reader.Nullable<long>(14)));
        }

        return rows;
    }

    /// <summary>How many rows are open, by stream and code.</summary>
    public async Task<IReadOnlyList<(string Stream, string Code, long Rows)>> CountAsync(QuarantineFilter filter, CancellationToken ct)
    {
        await using var command = Command($"select r.stream, r.code, count(*) {Matching(filter)} group by 1, 2 order by 3 desc, 1, 2 limit $5", filter);
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
        var rows = new List<OpenRow>();
        await foreach (var row in OpenRowsAsync(filter, ct))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The same, streamed: quarantine may hold more rows than memory.</summary>
    internal async IAsyncEnumerable<OpenRow> OpenRowsAsync(QuarantineFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        using var cipher = new VaultCipher(db.Keys);
        await using var command = Command($"""
            select r.rejected_id, r.batch_id, r.line_no, r.code, r.message_zh, r.message_en, r.raw, coalesce(b.headers::text, '[]'), r.column_name, r.file_name, r.stream, r.issues::text, r.created_at,
                   l.batch_id, l.file_name, r.resolved_at, r.told
            {Matching(filter)} order by r.batch_id, r.rejected_id limit $5
            """, filter);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return new OpenRow(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(6))), JsonSerializer.Deserialize<string[]>(reader.GetString(7))!, Text(reader, 8), reader.GetString(9), reader.GetString(10),
                reader.IsDBNull(11) ? [] : CellReason.Read(reader.GetString(11)), reader.GetFieldValue<DateTimeOffset>(12),
                reader.IsDBNull(13) ? null : new LaterLoad(reader.GetInt64(13), reader.GetString(14), reader.GetFieldValue<DateTimeOffset>(15)))
            {
                Told = reader.Nullable<Guid>(16),
            };
        }
    }

    /// <summary>The batches that have matching open rows, and how many.</summary>
    internal async Task<IReadOnlyList<(long Id, long Rows)>> BatchesAsync(QuarantineFilter filter, CancellationToken ct)
    {
        await using var command = Command($"select r.batch_id, count(*) {Matching(filter)} group by 1 order by 1 limit $5", filter with { Limit = null });
        var batches = new List<(long, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            batches.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return batches;
    }

    /// <summary>What a sheet of the matching rows needs to know beforehand: every header, batch by batch, and where the layout of each batch finds its columns.</summary>
    internal async Task<IReadOnlyList<RefusedLayout>> LayoutsAsync(QuarantineFilter filter, CancellationToken ct)
    {
        await using var command = Command($"""
            select batch_id, stream, coalesce(headers::text, '[]'), coalesce(layout::text, '[]'), currency from ingest.batch where batch_id in (select q.batch_id from (select r.batch_id {Matching(filter)} order by r.batch_id, r.rejected_id limit $5) q) order by 1
            """, filter);
        var layouts = new List<RefusedLayout>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            layouts.Add(RefusedLayout.Of(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Text(reader, 4)));
        }

        return layouts;
    }

    /// <summary>Columns that are wrong in some matching row, by batch.</summary>
    internal async Task<IReadOnlySet<(long Batch, string Column)>> WrongColumnsAsync(QuarantineFilter filter, CancellationToken ct)
    {
        await using var command = Command($"""
            select distinct q.batch_id, c.name
            from (select r.batch_id, r.column_name, r.issues {Matching(filter)} order by r.batch_id, r.rejected_id limit $5) q
            cross join lateral (select q.column_name union select i ->> 'column' from jsonb_array_elements(q.issues) i) c (name)
            where c.name is not null
            """, filter);
        var wrong = new HashSet<(long, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            wrong.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return wrong;
    }

    /// <summary>One refused row with its cells, open or not; null where there is none of that number.</summary>
    /// <param name="clear">Show what may be personal; the caller sees to the right and the trail.</param>
    public async Task<RefusedRowPage?> ShowAsync(long id, bool clear, CancellationToken ct)
    {
        using var cipher = new VaultCipher(db.Keys);
        await using var command = db.App.CreateCommand("""
            select r.rejected_id, r.stream, r.file_name, r.sheet, r.line_no, r.column_name, r.code, r.message_zh, r.message_en, r.raw, r.status, r.created_at, s.name, r.batch_id,
                   r.issues::text, r.reason, r.resolved_by, r.resolved_at, coalesce(b.headers::text, '[]'), coalesce(b.layout::text, '[]'), r.replayed_in, b.format, b.currency
            from ingest.rejected_row r join ingest.batch b using (batch_id) join ingest.source s using (source_id) where r.rejected_id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var cells = RawRow.Cells(cipher.Decrypt(reader.GetFieldValue<byte[]>(9)));
        var row = new QuarantinedRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Text(reader, 3), reader.GetInt64(4), Text(reader, 5), reader.GetString(6), reader.GetString(7),
            reader.GetString(8), clear ? RawRow.Csv(cells) : "", reader.GetString(10), reader.GetFieldValue<DateTimeOffset>(11), reader.GetString(12), reader.GetInt64(13), reader.Nullable<long>(20));
        var layout = RefusedLayout.Of(row.BatchId, row.Stream, reader.GetString(18), reader.GetString(19), Text(reader, 22));
        var reasons = reader.IsDBNull(14) ? row.Column is null ? [] : [new CellReason(row.Column, row.Code, row.MessageZh, row.MessageEn)] : CellReason.Read(reader.GetString(14));
        return new RefusedRowPage(row, layout.Cells(cells, reasons, row.Code, reader.GetString(21), clear), Text(reader, 15), Text(reader, 16),
            reader.IsDBNull(17) ? null : reader.GetFieldValue<DateTimeOffset>(17), layout.Units);
    }

    /// <summary>The highest id so far, for <see cref="QuarantineFilter.UpTo"/>; 0 where there is no row.</summary>
    public async Task<long> NewestAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select coalesce(max(rejected_id), 0) from ingest.rejected_row");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Gives rows up, with who and why; they stay in the table, and the trail says so in the same statement. Returns how many.</summary>
    /// <param name="actor">Without one nothing is given up.</param>
    /// <param name="shown">How many rows the person was told of, where the filter alone says which. A load under way may have taken lower ids than the newest and be done only since.</param>
    /// <exception cref="ProblemException">There are more rows than that, of which none was given up.</exception>
    public async Task<int> DiscardAsync(QuarantineFilter filter, string actor, string reason, CancellationToken ct, long? shown = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var command = Command($"""
            with taken as materialized (
                select r.rejected_id {Matching(filter)} order by r.rejected_id limit $5 for update of r
            ), gone as (
                update ingest.rejected_row set status = 'discarded', reason = $12, resolved_by = $13, resolved_at = clock_timestamp()
                where status = 'open' and rejected_id in (select rejected_id from taken) and ($14::bigint is null or (select count(*) from taken) <= $14)
                returning rejected_id, batch_id, file_name
            ), told as (
                insert into review.trail (event, actor, at, note, payload)
                select 'quarantine_discard', $13, clock_timestamp(), $12, jsonb_build_object('rows', count(*), 'batches', jsonb_agg(distinct batch_id),
                    'ids', (select jsonb_agg(rejected_id) from (select rejected_id from gone order by 1 limit 50) first))::text
                from gone having count(*) > 0
            )
            select (select count(*)::int from gone), (select count(*) from taken)
            """, filter);
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = (object?)shown ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(1) <= (shown ?? long.MaxValue) ? reader.GetInt32(0) : throw new ProblemException(
            $"所列的是 {shown} 行，此后符合条件的已有 {reader.GetInt64(1)} 行，没有放弃任何一行。请看过现在的列表再放弃。",
            $"{shown} rows were listed, by now {reader.GetInt64(1)} match; none was given up. Look at the list as it is now, and give them up then.");
    }

    private NpgsqlCommand Command(string sql, QuarantineFilter filter)
    {
        var command = db.App.CreateCommand(sql);
        command.Parameters.Add(new() { Value = (object?)filter.Stream ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.File ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.Ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)filter.Limit ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)filter.Batch ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)filter.Column ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.Since?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)filter.After ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = (object?)filter.ExceptCodes?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.UpTo ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return command;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

/// <summary>A row to be read again, with its cells.</summary>
/// <param name="Settled">The later load that has settled it; null of an open one.</param>
internal sealed record OpenRow(long Id, long BatchId, long Line, string Code, string MessageZh, string MessageEn, string[] Cells, string[] Headers, string? Column, string File, string Stream,
    IReadOnlyList<CellReason> Reasons, DateTimeOffset RefusedAt, LaterLoad? Settled)
{
    /// <summary>The row of the store that a person was told this one would replace, as <see cref="LaterLoad.Told"/>; null where nobody was.</summary>
    public Guid? Told { get; init; }

    /// <summary>True where a person who was told that a later load has brought its key asks for this row all the same. It holds for what was told alone.</summary>
    public bool IsChosen { get; init; }

    /// <summary>True where a person has given its cells.</summary>
    public bool IsCorrected { get; init; }

    /// <summary>
    /// What is wrong with the row as a whole, whatever its cells say. Of a row out of which no cell could be read, what is kept is the text that it was: read again as a row it
    /// would be one without any of its values. In one of another width than its header's the last value may be cut off, or stand under another header than its own.
    /// One with a field that has no column would be a row without it.
    /// </summary>
    public CellIssue WholeIssue => !IsCorrected && CellIssues.Find(Code) is CellIssue.BadJson or CellIssue.RowTooLong or CellIssue.RepeatedName or CellIssue.UnknownField or CellIssue.RecordWithoutRelease or CellIssue.RowWidth
        ? CellIssues.Find(Code)!.Value : CellIssue.None;
}
