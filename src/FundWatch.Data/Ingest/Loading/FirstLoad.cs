using System.Collections.Concurrent;
using FundWatch.Core.Records;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// The first load of a source into a partitioned stream: no key of it can be in the store, so its rows go into tables of their own without indexes
/// (schema <c>loading</c>, one a month) and are indexed once at the end, which costs the server half of what keeping indexes row by row does. Rows become
/// visible together, when the tables become partitions. Chunks are committed as in any other load, so a kill loses nothing; every step of
/// <see cref="SettleAsync"/> may be killed too, and is done by the next load of the source and stream.
/// </summary>
internal sealed class FirstLoad(RecordStream stream, long batchId)
{
    private readonly ConcurrentDictionary<DateOnly, string> _tables = new();
    private bool _hasRepeated;

    /// <summary>The statement that copies rows of an opened month in.</summary>
    public string CopyIn(RecordTable table, DateOnly month) => table.CopyInto(_tables[month]);

    /// <summary>Makes what a chunk needs, in transactions of their own.</summary>
    public async Task OpenAsync(NpgsqlConnection connection, Chunk chunk, CancellationToken ct)
    {
        foreach (var month in chunk.New.Keys.Where(m => !_tables.ContainsKey(m)).ToList())
        {
            await using var open = connection.Command("select fw.open_month($1, $2)", batchId, month);
            _tables[month] = (string)(await open.ExecuteScalarAsync(ct))!;
        }

        if (chunk.Again.Rows > 0 && !_hasRepeated)
        {
            await using var open = connection.Command("select fw.open_repeated($1)", batchId);
            await open.ExecuteNonQueryAsync(ct);
            _hasRepeated = true;
        }
    }

    /// <summary>Ends the first load: indexes, partitions, repeated keys.</summary>
    public Task SettleAsync(FundWatchDatabase db, CancellationToken ct) => SettleAsync(db, stream, batchId, ct);

    /// <summary>Ends first loads of the source and stream that were killed, so that the store shows all that was committed.</summary>
    /// <param name="except">A batch that is about to carry on, or 0.</param>
    public static async Task SettleOthersAsync(FundWatchDatabase db, NpgsqlConnection connection, int source, RecordStream stream, long except, CancellationToken ct)
    {
        if (stream.PartitionColumn is null)
        {
            return;
        }

        var batches = new List<long>();
        await using (var left = connection.Command("""
            select distinct b.batch_id from pg_class c join ingest.batch b on b.batch_id = substring(c.relname from '^b([0-9]+)_')::bigint
            where c.relnamespace = 'loading'::regnamespace and c.relkind = 'r' and b.source_id = $1 and b.stream = $2 and b.batch_id <> $3 order by 1
            """, source, stream.Name, except))
        await using (var reader = await left.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                batches.Add(reader.GetInt64(0));
            }
        }

        foreach (var batch in batches)
        {
            await SettleAsync(db, stream, batch, ct);
        }
    }

    private static async Task SettleAsync(FundWatchDatabase db, RecordStream stream, long batchId, CancellationToken ct)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var months = new List<DateOnly>();
        await using (var list = connection.Command("""
            select to_date(right(relname, 6), 'YYYYMM') from pg_class
            where relnamespace = 'loading'::regnamespace and relkind = 'r' and relname ~ format('^b%s_[0-9]{6}$', $1) order by relpages desc
            """, batchId))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                months.Add(reader.GetFieldValue<DateOnly>(0));
            }
        }

        await Parallel.ForEachAsync(months, new ParallelOptions { MaxDegreeOfParallelism = OrderedWriters.Count, CancellationToken = ct }, async (month, stop) =>
        {
            await using var own = await db.App.OpenConnectionAsync(stop);
            await using var index = own.Command("select fw.index_month($1, $2)", batchId, month);
            await index.ExecuteNonQueryAsync(stop);
        });
        await using (var attach = connection.Command("select fw.attach_months($1)", batchId))
        {
            await attach.ExecuteNonQueryAsync(ct);
        }

        await new RepeatedRows(connection, new RecordTable(stream), batchId).SettleAsync(ct);
    }
}
