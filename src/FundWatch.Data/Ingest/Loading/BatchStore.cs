using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Rows of ingest.source and ingest.batch, on the connection that holds the load's lock.</summary>
internal sealed class BatchStore(NpgsqlConnection connection)
{
    private const string Columns = "batch_id, source_id, status, committed_rows, rows, loaded, updated, unchanged, quarantined, skipped, settled";

    /// <param name="create">False in a dry run, where an unknown source stays unknown (0).</param>
    public async Task<int> SourceAsync(string name, bool create, CancellationToken ct)
    {
        await using var find = connection.Command("select source_id from ingest.source where name = $1", name);
        if (await find.ExecuteScalarAsync(ct) is int known)
        {
            return known;
        }

        if (!create)
        {
            return 0;
        }

        await using var add = connection.Command("insert into ingest.source (name) values ($1) on conflict (name) do nothing", name);
        await add.ExecuteNonQueryAsync(ct);
        return (int)(await find.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Waits for the one load of this source and stream that may run at a time.</summary>
    public async Task LockAsync(int source, string stream, CancellationToken ct)
    {
        await using var wait = connection.Command("select pg_advisory_lock(hashtextextended('ingest:' || $1 || ':' || $2, 0))", source.ToString(null, null), stream);
        await wait.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The same without waiting: false where another has it.</summary>
    public async Task<bool> TryLockAsync(int source, string stream, CancellationToken ct)
    {
        await using var take = connection.Command("select pg_try_advisory_lock(hashtextextended('ingest:' || $1 || ':' || $2, 0))", source.ToString(null, null), stream);
        return (bool)(await take.ExecuteScalarAsync(ct))!;
    }

    public Task UnlockAsync(int source, string stream) =>
        SessionLock.ReleaseAsync(connection.Command("select pg_advisory_unlock(hashtextextended('ingest:' || $1 || ':' || $2, 0))", source.ToString(null, null), stream));

    /// <summary>
    /// The batch that took this very file in the same way, finished or under way; null where there is none. To bring a file's rows back is to find no batch where
    /// others have replaced rows of it since, unless a person has chosen one of its rows over another. Waits for the file's hash only where a batch has its size.</summary>
    public async Task<Batch?> FindAsync(int source, Layout layout, SourceFile file, string? sheet, bool bringBack, CancellationToken ct)
    {
        if (!file.Contents.IsCompleted)
        {
            await using var any = connection.Command("""
                select exists (select from ingest.batch where source_id = $1 and stream = $2 and size_bytes = $3 and status in ('loading', 'done') and sha256 <> '')
                """, source, layout.Stream.Name, file.Size);
            if (!(bool)(await any.ExecuteScalarAsync(ct))!)
            {
                return null;
            }

            await file.Contents.WaitAsync(ct);
        }

        await using var find = connection.Command($"""
            select {Columns} from ingest.batch b
            where source_id = $1 and stream = $2 and sha256 = $3 and layout_sha256 = $4 and coalesce(sheet, '') = $5 and status in ('loading', 'done')
                and not ($6 and status = 'done'
                    and not exists (select from ingest.batch c where c.corrects = b.batch_id and c.updated > 0)
                    and not exists (select from ingest.batch l where l.source_id = $1 and l.stream = $2 and l.status = 'loading')
                    and {IsReplaced(layout.Stream)})
            order by nth_load desc limit 1
            """, source, layout.Stream.Name, file.Sha256, layout.Sha256, sheet ?? "", bringBack);
        return await ReadAsync(find, ct);
    }

    /// <summary>Those among batches of one source and stream of which later loads have replaced rows.</summary>
    public async Task<IReadOnlySet<long>> ReplacedAsync(IReadOnlyCollection<long> batches, RecordStream stream, CancellationToken ct)
    {
        await using var find = connection.Command($"""
            select b.batch_id from ingest.batch b where b.batch_id = any($1) and {IsReplaced(stream)}
            """, batches.ToArray());
        var replaced = new HashSet<long>();
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            replaced.Add(reader.GetInt64(0));
        }

        return replaced;
    }

    /// <summary>Begins a batch. One without a hash gets it later (<see cref="SayContentsAsync"/>), and nothing may be written for it until it has.</summary>
    /// <param name="sha256">Of the file; empty while it is not known.</param>
    public async Task<Batch> AddAsync(int source, Layout layout, SourceFile file, string sha256, RowReader reader, CancellationToken ct)
    {
        await using (var end = connection.Command("""
            update ingest.batch set status = 'failed', finished_at = clock_timestamp(), error = 'stopped: The load was stopped before any row was in. Load the file again.',
                error_zh = '导入在任何一行入库之前停止了。请重新导入该文件。'
            where source_id = $1 and stream = $2 and status = 'loading' and sha256 = ''
            """, source, layout.Stream.Name))
        {
            await end.ExecuteNonQueryAsync(ct);
        }

        await using var add = connection.Command($"""
            insert into ingest.batch (source_id, stream, path, file_name, sheet, sha256, layout_sha256, size_bytes, encoding, format, headers, layout, status, nth_load, currency)
            values ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, nullif($9, ''), $10, $11::jsonb, $12::jsonb, 'loading', {NthLoad("$1", "$2", "$6", "$7", "$5")}, nullif($13, '')) returning {Columns}
            """, source, layout.Stream.Name, file.Path, Path.GetFileName(file.Path), reader.Sheet ?? "", sha256, layout.Sha256, file.Size,
            reader.Encoding ?? "", reader.Format, layout.HeadersJson, StoredLayout.Write(layout), layout.CurrencyOfAmounts ?? "");
        return (await ReadAsync(add, ct))!;
    }

    /// <summary>Says of which file a batch is that was begun without a hash.</summary>
    /// <exception cref="InvalidOperationException">Another process has ended the batch meanwhile: the connection that held the load's lock is gone.</exception>
    public async Task SayContentsAsync(long batch, string sha256, CancellationToken ct)
    {
        await using var say = connection.Command($"""
            update ingest.batch set sha256 = $2, nth_load = {NthLoad("batch.source_id", "batch.stream", "$2", "batch.layout_sha256", "coalesce(batch.sheet, '')")}
            where batch_id = $1 and sha256 = '' and status = 'loading'
            """, batch, sha256);
        if (await say.ExecuteNonQueryAsync(ct) != 1)
        {
            throw new InvalidOperationException($"Batch {batch} is no longer loading; another process has taken or withdrawn it.");
        }
    }

    /// <summary>Says that a batch which had been stopped goes on now.</summary>
    public async Task SayResumedAsync(long batch, CancellationToken ct)
    {
        await using var say = connection.Command("update ingest.batch set resumed_at = clock_timestamp() where batch_id = $1", batch);
        await say.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Says how the batch's text is read; of one that was begun otherwise, that it was not read in one way.</summary>
    public async Task SayReadingAsync(long batch, string? reading, CancellationToken ct)
    {
        await using var say = connection.Command("update ingest.batch set reading = case when committed_rows = 0 or reading = $2 then nullif($2, '') end where batch_id = $1", batch, reading ?? "");
        await say.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Ends corrections that a killed process left behind: what they took in is in, the rest is open in quarantine as before. Left alone they would say for
    /// ever that rows are still on their way.
    /// </summary>
    public async Task CloseCorrectionsAsync(int source, string stream, CancellationToken ct)
    {
        await using var close = connection.Command("update ingest.batch set status = 'done', finished_at = clock_timestamp() where source_id = $1 and stream = $2 and status = 'loading' and format = 'correction'", source, stream);
        await close.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What has become of the rows that the batch refused: still open, or given up by a person.</summary>
    public async Task<(long Open, long Discarded)> RefusedAsync(long batch, CancellationToken ct)
    {
        await using var count = connection.Command("select count(*) filter (where status = 'open'), count(*) filter (where status = 'discarded') from ingest.rejected_row where batch_id = $1", batch);
        await using var row = await count.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>True where the batch refused the row of a line.</summary>
    public async Task<bool> HasRefusedAsync(long batch, long line, CancellationToken ct)
    {
        await using var any = connection.Command("select exists (select from ingest.rejected_row where batch_id = $1 and line_no = $2)", batch, line);
        return (bool)(await any.ExecuteScalarAsync(ct))!;
    }

    /// <summary>True where no row of the source and stream is in the store (none came, or all that came were withdrawn), so that no key of its next file can be there.</summary>
    public async Task<bool> IsStoreEmptyAsync(int source, string stream, CancellationToken ct)
    {
        await using var any = connection.Command("select exists (select from ingest.batch where source_id = $1 and stream = $2 and loaded + updated > 0 and status <> 'withdrawn')", source, stream);
        return !(bool)(await any.ExecuteScalarAsync(ct))!;
    }

    /// <param name="earlier">Rows that earlier loads refused: those that the batch has taken in are settled first, so that none is forgotten where the process dies in between.</param>
    public async Task<Batch> FinishAsync(long batch, string status, string? error, CancellationToken ct, EarlierRefusals? earlier = null)
    {
        await (earlier?.SettleAsync(connection, batch, ct) ?? Task.CompletedTask);
        await using var finish = connection.Command($"""
            update ingest.batch set status = $2, error = nullif($3, ''), finished_at = clock_timestamp() where batch_id = $1 returning {Columns}
            """, batch, status, error ?? "");
        return (await ReadAsync(finish, ct))!;
    }

    /// <summary>Keeps that a file was refused whole; once, however often it is tried.</summary>
    public async Task RefuseAsync(int source, string stream, string path, string sha256, long size, string error, CancellationToken ct)
    {
        await using var refuse = connection.Command("""
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, status, error, finished_at)
            select $1, $2, $3, $4, $5, '', $6, '', 'failed', $7, clock_timestamp()
            where not exists (select from ingest.batch where source_id = $1 and path = $3 and sha256 = $5 and status = 'failed' and error = $7)
            """, source, stream, path, Path.GetFileName(path), sha256, size, error.Replace("\0", "", StringComparison.Ordinal)); // names of columns and sheets are the file's own
        await refuse.ExecuteNonQueryAsync(ct);
    }

    // Of the batch b. Versions are not looked through where no later load changed any, else those since the first of these, by the index of their batch (migration 0032): the inbox asks for every
    // file that comes again, beside a history of many millions.
    private static string IsReplaced(RecordStream stream) => $"""
        exists (
            select from (
                select min(o.started_at) - interval '{StoreClock.MostOff.TotalMinutes} minutes' as at from ingest.batch o
                where o.source_id = b.source_id and o.stream = b.stream and o.batch_id <> b.batch_id and o.updated > 0 and o.status <> 'withdrawn' and greatest(o.started_at, o.resumed_at) > b.started_at) since
            join history.{stream.Name} h on h.source_id = b.source_id and h.batch_id = b.batch_id and h.recorded_to >= since.at
            where since.at is not null)
        """;

    // Which load of this file it is; the file's batches are those with its hash, layout and sheet. Arguments are names and places of values, never input.
    private static string NthLoad(string source, string stream, string sha256, string layout, string sheet) => $"""
        (select coalesce(max(n.nth_load), 0) + 1 from ingest.batch n
         where n.source_id = {source} and n.stream = {stream} and n.sha256 = {sha256} and n.sha256 <> '' and n.layout_sha256 = {layout} and coalesce(n.sheet, '') = {sheet})
        """;

    private static async Task<Batch?> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new Batch(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10))
            : null;
    }
}
