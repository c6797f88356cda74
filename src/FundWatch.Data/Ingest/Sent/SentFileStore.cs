using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>Reads and writes <c>ingest.sent_file</c>; progress comes from the runs of the file's job.</summary>
public sealed class SentFileStore(FundWatchDatabase db, TimeProvider clock)
{
    /// <summary>So many starts and no end: the file takes its worker down.</summary>
    public const int MaxAttempts = 5;

    private const int MostRemembered = 100;

    // $1 and $2: files whose report is known, and in which version of their row.
    private const string Read = """
        select f.file_id, f.file_name, f.path, f.size_bytes, f.source, f.stream, f.mapping, f.sheet, f.via, f.sent_by, f.sent_at, f.status, f.cancel_asked_by is not null,
               f.error::text,
               case when (f.file_id, f.xmin::text) in (select * from unnest($1::bigint[], $2::text[])) then null else f.report::text end,
               f.finished_at, r.progress, coalesce((r.counts ->> 'rows')::bigint, 0), r.run_id, r.stage, f.xmin::text, f.before ->> 'status'
        from ingest.sent_file f
        left join lateral (select run_id, progress, counts, stage from job.run where job = 'load-file/' || f.file_id order by run_id desc limit 1) r on true
        """;

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // By file, and in which version of its row. A page asks every second while anything loads, and an archive's report is long.
    private readonly ConcurrentDictionary<long, (string Version, IngestReport? Report)> _reports = new();

    public async Task<long> AddAsync(NewSentFile file, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            insert into ingest.sent_file (file_name, path, size_bytes, source, stream, mapping, sheet, via, sent_by, sent_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp()) returning file_id
            """);
        command.Parameters.Add(new() { Value = file.FileName });
        command.Parameters.Add(new() { Value = file.Path });
        command.Parameters.Add(new() { Value = file.Size });
        command.Parameters.Add(new() { Value = file.Source });
        command.Parameters.AddText(file.Stream);
        command.Parameters.AddText(file.Mapping);
        command.Parameters.AddText(file.Sheet);
        command.Parameters.Add(new() { Value = file.Via });
        command.Parameters.Add(new() { Value = file.SentBy });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <returns>Null where there is none of that number.</returns>
    public async Task<SentFile?> FindAsync(long id, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand($"{Read} where f.file_id = $3");
        return (await ReadAsync(command, id, remember: false, ct)).SingleOrDefault();
    }

    /// <summary>The latest files, newest first; bodies of records are left out.</summary>
    public async Task<IReadOnlyList<SentFile>> LatestAsync(int limit, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand($"{Read} where f.via <> 'records' order by f.file_id desc limit $3");
        return await ReadAsync(command, limit, remember: true, ct);
    }

    /// <summary>Files whose load was asked for and then forgotten, because a process died between the two.</summary>
    public async Task<IReadOnlyList<long>> StrandedAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            select file_id from ingest.sent_file f
            where status in ('waiting', 'loading') and not exists (select from job.run where job = 'load-file/' || f.file_id and status = 'running')
              and (sent_at < $1 - interval '10 minutes' or exists (select from job.run where job = 'load-file/' || f.file_id and finished_at < $1 - interval '1 minute'))
            order by file_id limit 100
            """);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    /// <summary>Where the bytes of all sent files that are still to be loaded lie.</summary>
    public async Task<IReadOnlyList<string>> PathsAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select path from ingest.sent_file where status <> 'done'");
        var paths = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            paths.Add(reader.GetString(0));
        }

        return paths;
    }

    /// <summary>Asks for a load that has ended without success once more, the same way or another. What it had come to is kept until the new one has ended.</summary>
    /// <returns>False where it is waiting, under way or done.</returns>
    public Task<bool> AskAgainAsync(long id, string? stream, string? mapping, string? sheet, CancellationToken ct = default) => AskAgainAsync(id, stream, mapping, sheet, ["refused", "failed", "cancelled"], ct);

    /// <summary>The same also of a file that was taken in, where a part of it was not, or not as it should have been.</summary>
    /// <returns>False where it is waiting or under way.</returns>
    public Task<bool> AskAnewAsync(long id, string? stream, string? mapping, string? sheet, CancellationToken ct = default) => AskAgainAsync(id, stream, mapping, sheet, ["refused", "failed", "cancelled", "done"], ct);

    private async Task<bool> AskAgainAsync(long id, string? stream, string? mapping, string? sheet, string[] from, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            update ingest.sent_file set status = 'waiting', attempts = 0, cancel_asked_by = null, error = null, finished_at = null, stream = $2, mapping = $3, sheet = $4,
                before = jsonb_build_object('status', status, 'error', error, 'finished_at', finished_at, 'stream', stream, 'mapping', mapping, 'sheet', sheet, 'before', before)
            where file_id = $1 and status = any($5)
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.AddText(stream);
        command.Parameters.AddText(mapping);
        command.Parameters.AddText(sheet);
        command.Parameters.Add(new() { Value = from });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Wants the load stopped: at once where it has not begun, else within a second or two. A file that was asked for again and has not begun is again what it was.</summary>
    /// <returns>The status now; null where nothing is left to stop.</returns>
    public async Task<string?> CancelAsync(long id, string actor, CancellationToken ct = default)
    {
        if (await GoBackAsync(id, SentStatus.Waiting, ct) is { } before)
        {
            return before;
        }

        await using var command = db.App.CreateCommand("""
            update ingest.sent_file set cancel_asked_by = coalesce(cancel_asked_by, $2),
                finished_at = case when status = 'waiting' then $3 else finished_at end, status = case when status = 'waiting' then 'cancelled' else status end
            where file_id = $1 and status in ('waiting', 'loading') returning status
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Makes a file that was asked for again what it was before.</summary>
    /// <param name="from">Where it is in this state.</param>
    /// <returns>Its state then; null where it was not asked for again, or is in another.</returns>
    internal async Task<string?> GoBackAsync(long id, string from, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            update ingest.sent_file set cancel_asked_by = null, status = before ->> 'status', finished_at = (before ->> 'finished_at')::timestamptz, error = nullif(before -> 'error', 'null'),
                stream = before ->> 'stream', mapping = before ->> 'mapping', sheet = before ->> 'sheet', before = nullif(before -> 'before', 'null')
            where file_id = $1 and status = $2 and before is not null returning status
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = from });
        return (string?)await command.ExecuteScalarAsync(ct);
    }

    internal async Task<bool> IsCancelAskedAsync(long id, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select cancel_asked_by is not null from ingest.sent_file where file_id = $1");
        command.Parameters.Add(new() { Value = id });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Begins a load, or carries on with one whose process was killed.</summary>
    /// <returns>Null where there is nothing to load.</returns>
    internal async Task<SentFile?> BeginAsync(long id, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(
            "update ingest.sent_file set status = 'loading', attempts = attempts + 1 where file_id = $1 and status in ('waiting', 'loading') and attempts < $2");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = MaxAttempts });
        if (await command.ExecuteNonQueryAsync(ct) == 1)
        {
            return await FindAsync(id, ct);
        }

        await FinishAsync(id, SentStatus.Failed, null, new FileError("given_up",
            $"导入此文件的进程 {MaxAttempts} 次意外终止，已不再自动重试。可拆分文件后再传，或查看日志。", $"The process that loads this file ended unexpectedly {MaxAttempts} times; it is not tried again by itself. Split the file, or look into the logs."), null, ct);
        return null;
    }

    /// <summary>Writes how a load ended; an ended one is not written again. One that broke off without a report leaves that of the load before it, as such.</summary>
    internal async Task FinishAsync(long id, string status, IngestReport? report, FileError? error, string? path, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            update ingest.sent_file set status = $2, report = coalesce($3, report), error = $4, path = coalesce($5, path), finished_at = $6, before = case when $3 is null then before end where file_id = $1 and status in ('waiting', 'loading')
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = status });
        command.Parameters.AddNullable(report is null ? null : JsonSerializer.Serialize(report, _json), NpgsqlDbType.Jsonb);
        command.Parameters.AddNullable(error is null ? null : JsonSerializer.Serialize(error, _json), NpgsqlDbType.Jsonb);
        command.Parameters.AddText(path);
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What a stopped load has committed so far, from its batches.</summary>
    internal async Task<IngestReport> CommittedAsync(SentFile file, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            select path, stream, encoding, rows, loaded, updated, unchanged, quarantined, skipped, format, sheet, batch_id, status = 'done', settled from ingest.batch
            where (path = $1 or starts_with(path, $1 || '/')) and status in ('loading', 'done') and started_at >= $2 order by batch_id
            """);
        command.Parameters.Add(new() { Value = file.Path });
        command.Parameters.Add(new() { Value = file.SentAt });
        var files = new List<FileReport>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            files.Add(new FileReport(reader.GetString(0), reader.GetString(1), reader.Text(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7), 0,
                reader.GetBoolean(12) ? FileReport.Done : FileReport.Stopped, reader.GetInt64(8), reader.GetString(9), reader.Text(10), reader.GetInt64(11), Settled: reader.GetInt64(13)));
        }

        return IngestReport.Of(files);
    }

    private async Task<IReadOnlyList<SentFile>> ReadAsync(NpgsqlCommand command, object last, bool remember, CancellationToken ct)
    {
        var known = _reports.ToArray();
        command.Parameters.Add(new() { Value = known.Select(k => k.Key).ToArray() });
        command.Parameters.Add(new() { Value = known.Select(k => k.Value.Version).ToArray() });
        command.Parameters.Add(new() { Value = last });
        var kept = known.ToDictionary(k => k.Key, k => k.Value);
        var files = new List<SentFile>();
        await using var r = await command.ExecuteReaderAsync(ct);
        while (await r.ReadAsync(ct))
        {
            files.Add(new SentFile(
                r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.Text(5), r.Text(6), r.Text(7), r.GetString(8), r.GetString(9), r.GetFieldValue<DateTimeOffset>(10),
                r.GetString(11), r.GetBoolean(12), From<FileError>(r.Text(13)), ReportOf(r.GetInt64(0), r.GetString(20), r.Text(14)), r.Nullable<DateTimeOffset>(15), r.IsDBNull(16) ? 0 : r.GetFloat(16), r.GetInt64(17), r.Nullable<long>(18))
            {
                Reports = IngestProgress.ReportsIn(r.Text(19)), StatusBefore = r.Text(21),
            });
        }

        return files;

        IngestReport? ReportOf(long id, string version, string? json)
        {
            if (kept.TryGetValue(id, out var was) && was.Version == version)
            {
                return was.Report;
            }

            var report = From<IngestReport>(json);
            if (remember)
            {
                if (_reports.Count >= MostRemembered)
                {
                    _reports.Clear();
                }

                _reports[id] = (version, report);
            }

            return report;
        }
    }

    private static T? From<T>(string? json) where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, _json);
}
