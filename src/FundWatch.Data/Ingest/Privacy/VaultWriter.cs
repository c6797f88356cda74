using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>Puts persons into the vault who are not in it yet.</summary>
internal static class VaultWriter
{
    /// <summary>In a transaction of the caller's.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<VaultEntry> vault, CancellationToken ct)
    {
        // In the order of the tokens, so that two loads that meet the same people cannot wait for each other in a ring.
        var entries = vault.DistinctBy(v => v.Token).OrderBy(v => v.Token, StringComparer.Ordinal).ToList();
        await using var insert = connection.Command("""
            insert into vault.personal (token, ciphertext, masked)
            select * from unnest($1::text[], $2::bytea[], $3::text[]) on conflict (token) do nothing
            """, entries.Select(e => e.Token).ToArray(), entries.Select(e => e.Ciphertext).ToArray(), entries.Select(e => e.Masked).ToArray());
        await insert.ExecuteNonQueryAsync(ct);
    }
}
