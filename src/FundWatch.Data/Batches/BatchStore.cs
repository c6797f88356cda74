using System.Text.Json.Serialization;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Batches;

/// <summary>A file taken in. Rows = loaded + updated + unchanged + quarantined.</summary>
/// <param name="Corrects">The batch whose refused rows this one took back in.</param>
/// <param name="Removed">Rows taken out by a withdrawal, <paramref name="Restored"/> of them back as they were before.</param>
/// <param name="Settled">Rows that earlier batches had refused and this one took in.</param>
public sealed record BatchRow(
    long BatchId, string Source, string Stream, string FileName, string? Sheet, string Format, string? Encoding, string Status,
    long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, string? Error, string? ErrorZh, DateTimeOffset StartedAt,
    string Sha256, long? Corrects, DateTimeOffset? WithdrawnAt, string? WithdrawnBy, string? WithdrawReason, long Removed, long Restored, long Settled)
{
    /// <summary>The archive that the file lay in, by its name; null where it lay in none.</summary>
    public string? Archive { get; init; }

    /// <summary>The file's path within the archive.</summary>
    public string? Member { get; init; }

    /// <summary>The currency of its amounts (ISO 4217); null: yuan, or it has none.</summary>
    public string? Currency { get; init; }

    /// <summary>The load was stopped or killed: nobody is at it. It is carried on by loading the file again, or withdrawn.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Its state as people are told it: stopped is no state of the store's.</summary>
    [JsonIgnore]
    public string ShownStatus => IsStopped ? "stopped" : Status;

    /// <summary>Why the file was refused, in the words of a page: its own name, and what is done there.</summary>
    [JsonIgnore]
    public (string Zh, string En)? Refusal { get; init; }

    /// <summary>As people know the file: march.zip!county/part.csv. Several archives may hold a file of the same name.</summary>
    [JsonIgnore]
    public string ShownName => Archive is null ? FileName : $"{Archive}!{Member}";
}

/// <summary>Refused rows with the same reason, and one of them.</summary>
public sealed record QuarantineReason(string Stream, string? Column, string Code, long Rows, string MessageZh, string MessageEn, string FileName, string? Sheet, long Line);

/// <summary>Reads what was taken in and what was refused, for people to look at.</summary>
public sealed class BatchStore(FundWatchDatabase database)
{
    private static readonly string _withMoney = string.Join("', '", RecordStreams.All.Where(s => s.Columns.Any(c => c.Type == ColumnType.Money)).Select(s => s.Name));

    // Whoever loads holds the lock of its source and stream (Ingest.Loading.BatchStore), one batch at a time.
    private static readonly string _columns = $"""
        select b.batch_id, s.name, b.stream, b.file_name, b.sheet, b.format, b.encoding, b.status, b.rows, b.loaded, b.updated, b.unchanged, b.quarantined, b.error, b.error_zh, b.started_at,
               b.sha256, b.corrects, b.withdrawn_at, b.withdrawn_by, b.withdraw_reason, b.removed, b.restored, b.settled, b.path,
               b.status = 'loading' and (not exists (
                       select from pg_locks l cross join hashtextextended('ingest:' || b.source_id || ':' || b.stream, 0) key
                       where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = current_database())
                         and l.classid = (key >> 32 & 4294967295)::oid and l.objid = (key & 4294967295)::oid)
                   or exists (select from ingest.batch o where o.source_id = b.source_id and o.stream = b.stream and o.batch_id <> b.batch_id and o.status = 'loading'
                                and greatest(o.started_at, o.resumed_at) > greatest(b.started_at, b.resumed_at))),
               -- Of batches from before they kept their currency, that of their source. One that was withdrawn is no longer in it: the source may have begun again in another.
               nullif(coalesce(b.currency, case when b.status <> 'withdrawn' and b.loaded + b.updated > 0 and b.stream = any(array['{_withMoney}']) then s.currency end), '{Layout.Yuan}')
        from ingest.batch b join ingest.source s using (source_id)
        """;

    /// <summary>The latest batches, newest first; those of one stream or source where named.</summary>
    public async Task<IReadOnlyList<BatchRow>> LatestAsync(int limit, string? stream = null, string? source = null, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"{_columns} where ($2 is null or b.stream = $2) and ($3 is null or s.name = $3) order by b.batch_id desc limit $1");
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddText(stream);
        command.Parameters.AddText(source);
        return await ReadAsync(command, ct);
    }

    /// <summary>One batch; null where there is none of that number.</summary>
    public async Task<BatchRow?> FindAsync(long batch, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"{_columns} where b.batch_id = $1");
        command.Parameters.AddWithValue(batch);
        return (await ReadAsync(command, ct)).SingleOrDefault();
    }

    /// <summary>
    /// Whether rows came (those before a file's damage too), changed or were taken out since scoring last began, however it ended; always so where it never ran. Not while a run is under way:
    /// another could not begin, and what it misses is found once it has ended.
    /// </summary>
    public async Task<bool> HasUnscoredAsync(CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand("""
            select not s.under_way and exists (select from ingest.batch where (status in ('done', 'failed') and loaded + updated > 0 and finished_at > s.at) or (status = 'withdrawn' and removed > 0 and withdrawn_at > s.at))
            from (select coalesce(max(started_at), '-infinity'),
                         coalesce(bool_or(status = 'running' and heartbeat_at > now() - interval '30 seconds'), false)
                  from job.run where job in ('score', 'full-score')) s (at, under_way)
            """);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<BatchRow>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var batches = new List<BatchRow>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var place = ArchivePath.Of(row.GetString(24));
            var batch = new BatchRow(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), row.GetString(5), Text(row, 6), row.GetString(7),
                row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), Text(row, 13), Text(row, 14), row.GetFieldValue<DateTimeOffset>(15),
                row.GetString(16), row.Nullable<long>(17), row.Nullable<DateTimeOffset>(18), Text(row, 19), Text(row, 20), row.GetInt64(21), row.GetInt64(22), row.GetInt64(23))
            {
                Archive = place?.Archive, Member = place?.Member, IsStopped = row.GetBoolean(25), Currency = Text(row, 26),
            };
            batches.Add(batch with { Refusal = batch.Error is null ? null : (OnPage(batch.ErrorZh ?? batch.Error, batch, row.GetString(24)), OnPage(batch.Error, batch, row.GetString(24))) });
        }

        return batches;
    }

    // A file in an archive that is damaged as a whole is spoken of by the archive's path.
    private static string OnPage(string text, BatchRow batch, string path)
    {
        text = SenderWords.Of(text, path, batch.ShownName);
        return batch.Archive is null ? text : SenderWords.Of(text, path[..^(batch.Member!.Length + 1)], batch.Archive);
    }

    /// <summary>Which of these batches have been withdrawn.</summary>
    public async Task<IReadOnlySet<long>> WithdrawnAsync(IReadOnlyList<long> batches, CancellationToken ct = default)
    {
        var withdrawn = new HashSet<long>();
        await using var command = database.App.CreateCommand("select batch_id from ingest.batch where batch_id = any($1) and status = 'withdrawn'");
        command.Parameters.Add(new() { Value = batches.ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            withdrawn.Add(row.GetInt64(0));
        }

        return withdrawn;
    }

    /// <summary>Open quarantined rows by reason, the most frequent first.</summary>
    public async Task<IReadOnlyList<QuarantineReason>> QuarantineAsync(int limit, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            """
            select q.stream, q.column_name, q.code, q.n, r.message_zh, r.message_en, r.file_name, r.sheet, r.line_no
            from (select stream, column_name, code, count(*) as n, min(rejected_id) as first
                  from ingest.rejected_row where status = 'open' group by stream, column_name, code order by count(*) desc limit $1) q
            join ingest.rejected_row r on r.rejected_id = q.first
            order by q.n desc, q.stream, q.code
            """);
        command.Parameters.AddWithValue(limit);
        var reasons = new List<QuarantineReason>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            reasons.Add(new QuarantineReason(row.GetString(0), Text(row, 1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetString(5),
                row.GetString(6), Text(row, 7), row.GetInt64(8)));
        }

        return reasons;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
