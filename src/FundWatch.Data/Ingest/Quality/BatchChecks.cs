using System.IO.Hashing;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>
/// Questions about a batch's rows that need the store: what they refer to, and whether they are there already under another key. Each is one pass over the
/// batch's rows (found by the time they were recorded), for large batches over a sample of their blocks.
/// </summary>
internal sealed class BatchChecks(NpgsqlConnection connection, RecordStream stream, long batch, DateTimeOffset since, long rows)
{
    private const int RowsNamed = 3;

    // Where nothing is known yet: records take some 300 bytes.
    private const int RowsOfAPage = 25;

    // Rows among which the months of a batch are looked for.
    private const double RowsForMonths = 100_000;

    // The day that a row speaks of.
    private static readonly Dictionary<string, string> _day = new()
    {
        ["reception"] = "reception_date", ["canteen_payment"] = "paid_at", ["subsidy"] = "applied_on", ["fund_use"] = "used_on", ["project_event"] = "event_on", ["meal_purchase"] = "purchased_on",
    };

    /// <summary>The column of the day that a row speaks of; null where there is none.</summary>
    internal static string? DayOf(RecordStream stream) => _day.GetValueOrDefault(stream.Name);

    private bool IsSample => rows > Thresholds.SampledAbove;

    private string Key => string.Join(", ", stream.Key.Select(k => k.Name));

    public async Task<IReadOnlyList<ReferenceCheck>> ReferencesAsync(CancellationToken ct)
    {
        var checks = new List<ReferenceCheck>();
        foreach (var reference in RecordReference.From(stream))
        {
            checks.Add(await ReferenceAsync(reference, ct));
        }

        return checks;
    }

    /// <param name="inFile">What was counted while the file was read.</param>
    /// <returns>Null for streams that describe the world: two companies that look alike are no doubt.</returns>
    public async Task<TwinCheck?> TwinsAsync(TwinCount? inFile, CancellationToken ct)
    {
        if (stream.IsReference)
        {
            return null;
        }

        var alone = new TwinCheck(inFile?.Rows ?? 0, inFile?.Twins ?? 0, inFile?.IsSample ?? false, 0, 0, false, false);
        if (!await HasOthersAsync(ct))
        {
            return alone;
        }

        var hash = StoredRows.ContentHash(stream);
        var (where, isPart) = await StretchAsync(ct);
        if (where is null)
        {
            return alone with { IsStoreSkipped = true };
        }

        // Hashing a whole row costs ten times what comparing a day and an amount does, which rules nearly all of them out.
        var rough = string.Join(", ", StoredRows.Content(stream).Where(c => c.IsRequired && (c.Type == ColumnType.Money || c.Name == _day.GetValueOrDefault(stream.Name))).Select(c => c.Name));
        var alike = rough.Length == 0 ? "" : $" and ({rough}) in (select {rough} from mine)";
        // In a table with statistics of its own: the planner takes a batch for a few rows of a large table, and holds every one against every row of the store.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var keep = Command($"""
            create temp table mine on commit drop as
            select {(rough.Length == 0 ? "" : rough + ", ")}{hash} as h, recorded_from as at from record.{stream.Name}{(isPart ? "" : Sample)} where batch_id = $1 and recorded_from >= $2{where}
            """))
        {
            await keep.ExecuteNonQueryAsync(ct);
        }

        await using (var planned = new NpgsqlCommand("analyze mine; set local enable_nestloop = off; set local enable_bitmapscan = off", connection))
        {
            await planned.ExecuteNonQueryAsync(ct);
        }

        // No index helps: what was recorded up to now is nearly everything. Of two files that say the same, the later one repeats: the report of the first says nothing of it, whenever it is made.
        await using var command = new NpgsqlCommand($"""
            with met as (select distinct h from (select {hash} as h from record.{stream.Name} where batch_id <> $1 and recorded_from <= (select max(at) from mine){where}{alike}) r where h in (select h from mine))
            select count(*), count(met.h) from mine left join met using (h)
            """, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = batch });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return alone with { StoreRows = reader.GetInt64(0), InStore = reader.GetInt64(1), IsStoreSample = IsSample || isPart };
    }

    /// <param name="empty">Columns in which no row of the batch has a value.</param>
    /// <param name="updated">Rows that the batch updated.</param>
    /// <returns>Null where no row had a value in any of them before.</returns>
    public async Task<ErasedValues?> ErasedAsync(IReadOnlyList<ColumnSummary> empty, long updated, CancellationToken ct)
    {
        var lost = empty.Select(c => $"was.{c.Column} is not null and now.{c.Column} is null").ToList();
        var isSample = updated > Thresholds.SampledAbove;
        await using var command = Command($"""
            select count(*), count(*) filter (where {string.Join(" or ", lost)}), {string.Join(", ", lost.Select(l => $"count(*) filter (where {l})"))}
            from record.{stream.Name} now{(isSample ? Blocks(updated) : "")}
            join history.{stream.Name} was on {SameRecord.Of(stream, "was", "now")} and was.recorded_to = now.recorded_from
            where now.batch_id = $1 and now.recorded_from >= $2 and was.recorded_to >= $2
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(1) == 0 ? null
            : new ErasedValues(reader.GetInt64(0), reader.GetInt64(1), isSample, [.. empty.Select((c, i) => new ErasedColumn(c.Column, c.Supplied, reader.GetInt64(i + 2))).Where(c => c.Rows > 0)]);
    }

    /// <returns>Null where no row of the batch took the place of one from another sheet of its file.</returns>
    public async Task<SheetsReplaced?> SheetsAsync(CancellationToken ct)
    {
        var others = new Dictionary<long, string>();
        await using (var list = connection.Command("""
            select o.batch_id, coalesce(o.sheet, '') from ingest.batch b join ingest.batch o using (source_id, stream, sha256)
            where b.batch_id = $1 and b.sha256 <> '' and o.sheet is distinct from b.sheet and o.loaded + o.updated > 0
            """, batch))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                others[reader.GetInt64(0)] = reader.GetString(1);
            }
        }

        return others.Count == 0 ? null : await SheetsAsync(others, ct);
    }

    private async Task<SheetsReplaced?> SheetsAsync(Dictionary<long, string> others, CancellationToken ct)
    {
        await using var command = Command($"select count(*), array_agg(distinct batch_id), min(concat_ws(' / ', {Key})) from ({Met("recorded_from", "recorded_to")}) r");
        command.Parameters.Add(new() { Value = others.Keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (reader.GetInt64(0) is var rows && rows == 0)
        {
            return null;
        }

        var (replaced, key) = (reader.GetFieldValue<long[]>(1), reader.GetString(2));
        await reader.CloseAsync();
        return new SheetsReplaced(rows, [.. replaced.Select(b => others[b]).Distinct()], (await Personal.OfAsync(connection, [key], ct)).Mask(key));
    }

    /// <summary>The rows of the batch that hold the amounts in doubt.</summary>
    public async Task<IReadOnlyList<ScaleWithin>> RowsOfAsync(IReadOnlyList<ScaleWithin> doubts, CancellationToken ct)
    {
        var found = new List<ScaleWithin>();
        foreach (var doubt in doubts)
        {
            found.Add(await RowsOfAsync(doubt, ct));
        }

        return found;
    }

    private async Task<ScaleWithin> RowsOfAsync(ScaleWithin doubt, CancellationToken ct)
    {
        var (beyond, order) = doubt.Value > doubt.Median ? (">=", "desc") : ("<=", "asc");
        await using var command = Command($"""
            select concat_ws(' / ', {Key}), line_no, count(*) over () from record.{stream.Name}
            where batch_id = $1 and recorded_from >= $2 and {doubt.Column} {beyond} $3{(beyond == "<=" ? $" and {doubt.Column} > 0" : "")} order by {doubt.Column} {order}, line_no limit {RowsNamed}
            """);
        command.Parameters.Add(new() { Value = doubt.From });
        var (named, count) = (new List<RowOfBatch>(), 0L);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                named.Add(new RowOfBatch(reader.GetString(0), reader.GetInt64(1)));
                count = reader.GetInt64(2);
            }
        }

        var personal = await Personal.OfAsync(connection, named.Select(r => r.Key), ct);
        return doubt with { Count = count, Rows = [.. named.Select(r => r with { Key = personal.Mask(r.Key) })] };
    }

    /// <returns>Null where the batch put back no row of an earlier load of the same file.</returns>
    public async Task<BroughtBack?> BackAsync(CancellationToken ct)
    {
        var earlier = new List<long>();
        await using (var list = connection.Command("""
            select o.batch_id from ingest.batch b join ingest.batch o using (source_id, stream, sha256)
            where b.batch_id = $1 and b.sha256 <> '' and o.batch_id < b.batch_id and o.sheet is not distinct from b.sheet and o.loaded + o.updated > 0 and o.status in ('done', 'failed')
            """, batch))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                earlier.Add(reader.GetInt64(0));
            }
        }

        return earlier.Count == 0 ? null : await BackAsync(earlier, ct);
    }

    // A row that says now what it said then has said something else in between.
    private async Task<BroughtBack?> BackAsync(List<long> earlier, CancellationToken ct)
    {
        await using var command = Command($"select count(*), max(batch_id) from ({Met("row_hash", "row_hash")}) r");
        command.Parameters.Add(new() { Value = earlier.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt64(0) is var rows && rows == 0 ? null : new BroughtBack(reader.GetInt64(1), rows);
    }

    // Old versions that other batches of the source ($3) brought and this one met again: of the same key, and the same in what is named besides, with the last of those batches. A later load may have gone
    // over the rows of this one since, which are in the past then too. Rows are put together in groups, not looked up: one pass over the rows of the batches however many months there are and whatever the
    // planner takes them for, and an empty part of a key is like another.
    private string Met(string mine, string theirs) => $"""
        select {Key}, max(theirs) as batch_id from (
            select {Key}, {mine} as mark, null::bigint as theirs from record.{stream.Name} where batch_id = $1 and recorded_from >= $2
            union all select {Key}, {mine}, null from history.{stream.Name} where batch_id = $1 and recorded_from >= $2
            union all select {Key}, {theirs}, batch_id from history.{stream.Name} where batch_id = any($3)) r
        group by {Key}, mark having bool_or(theirs is null) and max(theirs) is not null
        """;

    // Where to look for twins: everywhere; in a large store in some of the months that the batch speaks of; null where one of them is too much already.
    private async Task<(string? Where, bool IsPart)> StretchAsync(CancellationToken ct)
    {
        var all = await StoredRows.EstimateAsync(connection, stream, ct);
        if (all <= StoredRows.MostCompared || !_day.TryGetValue(stream.Name, out var day) || stream.PartitionColumn?.Name != day)
        {
            return all <= StoredRows.MostPassedOver ? ("", false) : (null, false);
        }

        var months = new List<DateOnly>();
        await using (var list = Command($"""
            select distinct to_char({day}, 'YYYYMM') from record.{stream.Name} tablesample system ({Math.Min(100, 100.0 * RowsForMonths / all):0.####}) repeatable (1949)
            where batch_id = $1 and recorded_from >= $2
            """))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                months.Add(DateOnly.ParseExact(reader.GetString(0) + "01", "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        var chosen = new List<string>();
        long rows = 0;
        foreach (var month in months.OrderBy(m => XxHash3.HashToUInt64(BitConverter.GetBytes(m.DayNumber), 1949)))
        {
            var within = $"{day} >= '{month:yyyy-MM-dd} 00:00:00+08' and {day} < '{month.AddMonths(1):yyyy-MM-dd} 00:00:00+08'";
            rows += await RowsOfMonthAsync(month, ct);
            if (rows > (chosen.Count == 0 ? StoredRows.MostPassedOver : StoredRows.MostCompared))
            {
                break;
            }

            chosen.Add($"({within})");
        }

        return chosen.Count == 0 ? (months.Count == 0 ? " and false" : null, true) : ($" and ({string.Join(" or ", chosen)})", true);
    }

    private async Task<bool> HasOthersAsync(CancellationToken ct)
    {
        await using var others = new NpgsqlCommand("""
            select exists (select from ingest.batch where stream = $1 and batch_id <> $2 and loaded + updated > 0 and status <> 'withdrawn'
                           and started_at <= (select coalesce(finished_at, 'infinity') from ingest.batch where batch_id = $2))
            """, connection);
        others.Parameters.Add(new() { Value = stream.Name });
        others.Parameters.Add(new() { Value = batch });
        return (bool)(await others.ExecuteScalarAsync(ct))!;
    }

    private async Task<ReferenceCheck> ReferenceAsync(RecordReference reference, CancellationToken ct)
    {
        var (column, to, toColumn) = (reference.Column.Name, reference.To.Name, reference.ToColumn.Name);
        if (await StoredRows.AreNoneAsync(connection, reference.To, ct))
        {
            return new ReferenceCheck(column, to, toColumn, 0, 0, [], false, IsTargetEmpty: true);
        }

        await using var command = Command($"""
            with named as (
                select {column} as value, count(*) as n from record.{stream.Name}{Sample}
                where batch_id = $1 and recorded_from >= $2 and {column} is not null group by 1),
            broken as (select value, n from named where not exists (select from record.{to} t where t.{toColumn} = named.value))
            select coalesce((select sum(n) from named), 0)::bigint, coalesce((select sum(n) from broken), 0)::bigint,
                   coalesce((select array_agg(value order by n desc, value) from (select value, n from broken order by n desc, value limit {StoredRows.Examples}) b), array[]::text[])
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var check = new ReferenceCheck(column, to, toColumn, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<string[]>(2), IsSample, IsTargetEmpty: false);
        await reader.CloseAsync();
        var personal = await Personal.OfAsync(connection, check.Examples, ct);
        return check with { Examples = [.. check.Examples.Select(personal.Mask)] };
    }

    // The share of blocks that holds about as many rows of the batch as are looked at whole. Seeded: the report of a batch is the same however often it is made.
    private string Sample => IsSample ? Blocks(rows) : "";

    private static string Blocks(long rows) => string.Create(null, $" tablesample system ({Math.Max(0.01, 100.0 * Thresholds.SampledAbove / 2 / rows):0.###}) repeatable (1949)");

    // By the pages of its partition, and rows a page as of the last statistics. The planner would guess what share of the whole table a month is until there are any.
    private async Task<long> RowsOfMonthAsync(DateOnly month, CancellationToken ct)
    {
        await using var size = new NpgsqlCommand($"""
            select coalesce(pg_relation_size(oid) / current_setting('block_size')::integer * case when relpages > 0 and reltuples >= 0 then reltuples / relpages else {RowsOfAPage} end, 0)::bigint
            from pg_class where oid = to_regclass('record.' || $1)
            """, connection);
        size.Parameters.Add(new() { Value = $"{stream.Name}_{month:yyyyMM}" });
        return (long?)await size.ExecuteScalarAsync(ct) ?? 0;
    }

    private NpgsqlCommand Command(string sql) => connection.Command(sql, batch, since.UtcDateTime);
}
