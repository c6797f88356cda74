using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>What was found about the rows of one batch among several.</summary>
/// <param name="Rows">Compared with the store; 0 where it holds no other load of the stream. Of these, <paramref name="InStore"/> say the same as a row of another batch.</param>
internal sealed record SmallBatch(IReadOnlyList<ReferenceCheck> References, long Rows, long InStore);

/// <summary>
/// The same questions as <see cref="BatchChecks"/> asks of one batch, asked of many small ones of a stream at once: their rows are gathered in one pass over the store, and
/// their twins looked for in another. Of more rows than are held together there are several groups, each looked at when the first of its reports is due.
/// </summary>
internal sealed class SmallBatches
{
    /// <summary>Rows of a batch that is small, and of a group of them.</summary>
    private const long MostRows = 20_000, MostTogether = 200_000;

    private readonly RecordStream _stream;
    private readonly Dictionary<long, Group> _waiting = [];
    private readonly Dictionary<long, SmallBatch> _found = [];

    private SmallBatches(RecordStream stream, IEnumerable<Group> groups)
    {
        _stream = stream;
        foreach (var group in groups.Where(g => g.Batches.Count > 1))
        {
            group.Batches.ForEach(b => _waiting.Add(b, group));
        }
    }

    public static async Task<SmallBatches> OfAsync(NpgsqlConnection connection, RecordStream stream, IReadOnlyList<long> batches, CancellationToken ct)
    {
        var groups = new List<Group>();
        var rows = 0L;
        await using var list = new NpgsqlCommand("""
            select batch_id, started_at, (loaded + updated)::bigint from ingest.batch where batch_id = any($1) and stream = $2 and loaded + updated between 1 and $3 order by batch_id
            """, connection);
        list.Parameters.Add(new() { Value = batches.ToArray() });
        list.Parameters.Add(new() { Value = stream.Name });
        list.Parameters.Add(new() { Value = MostRows });
        await using var reader = await list.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (since, more) = (reader.GetDateTime(1) - StoreClock.MostOff, reader.GetInt64(2));
            if (groups.Count == 0 || rows + more > MostTogether)
            {
                groups.Add(new Group([], since));
                rows = 0;
            }

            groups[^1].Batches.Add(reader.GetInt64(0));
            groups[^1] = groups[^1] with { Since = since < groups[^1].Since ? since : groups[^1].Since };
            rows += more;
        }

        return new SmallBatches(stream, groups);
    }

    /// <returns>Null of one that is to be asked by itself.</returns>
    public async Task<SmallBatch?> FindAsync(NpgsqlConnection connection, long batch, CancellationToken ct)
    {
        if (_waiting.TryGetValue(batch, out var group))
        {
            // Before it is tried: where it fails, the others of the group do not try it again.
            group.Batches.ForEach(b => _waiting.Remove(b));
            await LookAsync(connection, group, ct);
        }

        return _found.GetValueOrDefault(batch);
    }

    private async Task LookAsync(NpgsqlConnection connection, Group group, CancellationToken ct)
    {
        if (await StoredRows.EstimateAsync(connection, _stream, ct) > Math.Min(StoredRows.MostPassedOver, StoredRows.MostCompared * group.Batches.Count))
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (references, rough, hash) = (RecordReference.From(_stream).ToList(), Rough(_stream), StoredRows.ContentHash(_stream));
        await using (var keep = new NpgsqlCommand($"""
            create temp table mine on commit drop as
            select batch_id as batch, {string.Concat(references.Select(r => r.Column).Concat(rough).Distinct().Select(c => c.Name + ", "))}{hash} as h, recorded_from as at
            from record.{_stream.Name} where batch_id = any($1) and recorded_from >= $2
            """, connection) { CommandTimeout = 0 })
        {
            keep.Parameters.Add(new() { Value = group.Batches.ToArray() });
            keep.Parameters.Add(new() { Value = group.Since, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            await keep.ExecuteNonQueryAsync(ct);
        }

        // Else the planner takes them for a few rows of a large table, and holds every one against every row of the store.
        await using (var planned = new NpgsqlCommand("analyze mine; set local enable_nestloop = off", connection))
        {
            await planned.ExecuteNonQueryAsync(ct);
        }

        var twins = _stream.IsReference ? [] : await TwinsAsync(connection, _stream, rough, hash, ct);
        var checks = new List<(RecordReference Reference, IReadOnlyDictionary<long, ReferenceCheck>? Found)>();
        foreach (var reference in references)
        {
            checks.Add((reference, await ReferencesAsync(connection, reference, ct)));
        }

        foreach (var batch in group.Batches)
        {
            var (compared, inStore) = twins.GetValueOrDefault(batch);
            _found[batch] = new SmallBatch([.. checks.Select(c => c.Found is null ? Nothing(c.Reference, isTargetEmpty: true) : c.Found.GetValueOrDefault(batch) ?? Nothing(c.Reference, isTargetEmpty: false))], compared, inStore);
        }
    }

    private static ReferenceCheck Nothing(RecordReference reference, bool isTargetEmpty) => new(reference.Column.Name, reference.To.Name, reference.ToColumn.Name, 0, 0, [], false, isTargetEmpty);

    // Of two files that say the same, the later one repeats: the report of the first says nothing of it. Of those who say it, the two earliest batches are enough to know
    // whether one of them is another than mine.
    private static async Task<Dictionary<long, (long Rows, long InStore)>> TwinsAsync(NpgsqlConnection connection, RecordStream stream, IReadOnlyList<Column> rough, string hash, CancellationToken ct)
    {
        var names = string.Join(", ", rough.Select(c => c.Name));
        var alike = rough.Count == 0 ? "" : $" and ({names}) in (select {names} from mine)";
        await using var command = new NpgsqlCommand($"""
            with until as (
                select u.batch, u.at from (select batch, max(at) as at from mine group by batch) u join ingest.batch b on b.batch_id = u.batch
                where exists (select from ingest.batch o where o.stream = b.stream and o.batch_id <> b.batch_id and o.loaded + o.updated > 0 and o.status <> 'withdrawn'
                              and o.started_at <= coalesce(b.finished_at, 'infinity'))),
            said as (
                select h, batch_id, min(recorded_from) as at
                from (select {hash} as h, batch_id, recorded_from from record.{stream.Name} where recorded_from <= (select max(at) from until){alike}) r
                where h in (select h from mine) group by h, batch_id),
            first as (select h, batch_id, at from (select *, row_number() over (partition by h order by at, batch_id) as place from said) s where place <= 2),
            met as (select distinct m.batch, m.h from mine m join until u using (batch) join first f on f.h = m.h and f.batch_id <> m.batch and f.at <= u.at)
            select m.batch, count(*), count(met.h) from mine m join until using (batch) left join met on met.batch = m.batch and met.h = m.h group by m.batch
            """, connection) { CommandTimeout = 0 };
        var twins = new Dictionary<long, (long, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            twins[reader.GetInt64(0)] = (reader.GetInt64(1), reader.GetInt64(2));
        }

        return twins;
    }

    /// <returns>Null where the other stream holds nothing.</returns>
    private static async Task<IReadOnlyDictionary<long, ReferenceCheck>?> ReferencesAsync(NpgsqlConnection connection, RecordReference reference, CancellationToken ct)
    {
        var (column, to, toColumn) = (reference.Column.Name, reference.To.Name, reference.ToColumn.Name);
        if (await StoredRows.AreNoneAsync(connection, reference.To, ct))
        {
            return null;
        }

        var found = new Dictionary<long, ReferenceCheck>();
        await using (var command = new NpgsqlCommand($"""
            with named as (select batch, {column} as value, count(*) as n from mine where {column} is not null group by 1, 2),
            judged as (select batch, value, n, not exists (select from record.{to} t where t.{toColumn} = named.value) as is_broken from named)
            select batch, sum(n)::bigint, coalesce(sum(n) filter (where is_broken), 0)::bigint,
                   coalesce((array_agg(value order by n desc, value) filter (where is_broken))[1:{StoredRows.Examples}], array[]::text[])
            from judged group by batch
            """, connection) { CommandTimeout = 0 })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found[reader.GetInt64(0)] = new ReferenceCheck(column, to, toColumn, reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<string[]>(3), IsSample: false, IsTargetEmpty: false);
            }
        }

        var personal = await Personal.OfAsync(connection, found.Values.SelectMany(f => f.Examples), ct);
        return found.ToDictionary(f => f.Key, f => f.Value with { Examples = [.. f.Value.Examples.Select(personal.Mask)] });
    }

    // Hashing a whole row costs ten times what comparing a day and an amount does, which rules nearly all of them out.
    private static IReadOnlyList<Column> Rough(RecordStream stream) => [.. StoredRows.Content(stream).Where(c => c.IsRequired && c.Type is (ColumnType.Money or ColumnType.Date or ColumnType.Timestamp))];

    /// <param name="Since">No row of them was recorded before.</param>
    private sealed record Group(List<long> Batches, DateTime Since);
}
