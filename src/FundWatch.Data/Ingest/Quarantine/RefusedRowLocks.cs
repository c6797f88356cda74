using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>Whoever changes many refused rows takes them in the order of their numbers first, or two of them could wait for each other.</summary>
internal static class RefusedRowLocks
{
    /// <summary>Takes rows until the end of the transaction.</summary>
    /// <param name="which">A condition on ingest.rejected_row, with $1 for <paramref name="value"/>.</param>
    public static async Task TakeAsync(NpgsqlConnection connection, string which, object value, CancellationToken ct)
    {
        await using var take = connection.Command($"select count(*) from (select from ingest.rejected_row where {which} order by rejected_id for update) taken", value);
        await take.ExecuteScalarAsync(ct);
    }
}
