using Npgsql;

namespace FundWatch.Data.Batches;

/// <summary>
/// The moment up to which all changes of records are to be seen. Rows of a batch that is still loading, or being withdrawn, carry times from its start on
/// and may become visible later, so nobody may claim to have judged beyond the start of the oldest such batch. All these moments are the server's: who scores
/// may have a clock that is ahead.
/// </summary>
internal static class Watermark
{
    private const string Sql = """
        select least($1, clock_timestamp(), (select min(case status when 'loading' then started_at else withdraw_asked_at end) - interval '1 microsecond'
                          from ingest.batch where status in ('loading', 'withdrawing')))
        """;

    public static async Task<DateTimeOffset> ReadAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!, TimeSpan.Zero);
    }
}
