using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>A table gone through piece by piece, so that no more of it than a piece is in memory.</summary>
internal static class TableStretch
{
    private const int BlocksAtOnce = 2_000; // 16 MB

    /// <summary>A condition for the rows of each piece, by where they lie: rows written meanwhile may be met again or not.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var size = connection.Command("select pg_relation_size($1::regclass) / current_setting('block_size')::bigint", table);
        var blocks = (long)(await size.ExecuteScalarAsync(ct))!;
        var stretches = new List<string>();
        for (long from = 0; from < blocks; from += BlocksAtOnce)
        {
            stretches.Add($"ctid >= '({from},0)' and ctid < '({from + BlocksAtOnce},0)'");
        }

        return stretches;
    }
}
