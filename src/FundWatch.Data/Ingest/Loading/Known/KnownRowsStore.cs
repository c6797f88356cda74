using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>Finds the earlier load whose rows are all in the store as it left them, and forgets what is not needed any more.</summary>
internal sealed class KnownRowsStore(FundWatchDatabase db, NpgsqlConnection connection)
{
    /// <summary>
    /// The latest such load of the source and stream, one of a file of the same name before others; null where there is none. Not one after which anything
    /// was replaced: a file that brings the old values again changes them back. (Where anybody else changes rows, a withdrawal or a person, the database forgets: fw.forget_rows.)
    /// </summary>
    /// <param name="reading">How the present file's text is read: rows read otherwise may not be passed over.</param>
    public async Task<KnownRows?> OpenAsync(Batch batch, string stream, string fileName, string? reading, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand("""
            select b.batch_id, b.reading from ingest.batch b
            where b.source_id = $1 and b.stream = $2 and b.status = 'done' and b.batch_id <> $3
              and exists (select from ingest.batch_rows r where r.batch_id = b.batch_id)
              and not exists (select from ingest.batch c where c.source_id = $1 and c.stream = $2 and c.updated > 0 and c.batch_id not in ($3, b.batch_id)
                              and coalesce(c.finished_at, 'infinity') > b.started_at)
            order by b.file_name = $4 desc, b.batch_id desc limit 1
            """, connection);
        foreach (var value in new object[] { batch.SourceId, stream, batch.BatchId, fileName })
        {
            find.Parameters.Add(new() { Value = value });
        }

        long known;
        bool isReadAlike;
        await using (var found = await find.ExecuteReaderAsync(ct))
        {
            if (!await found.ReadAsync(ct))
            {
                return null;
            }

            known = found.GetInt64(0);
            isReadAlike = reading is not null && !found.IsDBNull(1) && found.GetString(1) == reading;
        }

        var earlier = isReadAlike ? (await new ReportStore(connection).ReadAsync(known, ct))?.Load : null;
        return await KnownRows.OpenAsync(await db.App.OpenConnectionAsync(ct), known, earlier, ct);
    }

    /// <summary>Drops the hashes of earlier loads of a file of the same name: those of the batch, which is done, say more. What a killed process leaves is dropped with the next.</summary>
    public static async Task ForgetEarlierAsync(FundWatchDatabase db, long batch, CancellationToken ct)
    {
        await using var forget = db.App.CreateCommand("""
            delete from ingest.batch_rows r using ingest.batch b, ingest.batch now
            where now.batch_id = $1 and b.source_id = now.source_id and b.stream = now.stream and b.file_name = now.file_name and b.batch_id < now.batch_id and r.batch_id = b.batch_id
            """);
        forget.CommandTimeout = 0;
        forget.Parameters.Add(new() { Value = batch });
        try
        {
            await forget.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // A withdrawal drops them too (fw.forget_rows); the load is done all the same.
        }
    }
}
