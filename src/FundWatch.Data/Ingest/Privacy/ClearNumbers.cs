using System.Text.Json;
using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>
/// Goes once through a store that an earlier version filled, which kept persons' numbers in clear where they stood in columns not made for them: they become tokens in rows and
/// their old versions, and in what was made of these. Not a new version of a row: the old one would keep the number. Does what <c>ingest.unprotected</c> lists and takes each from the
/// list in the same transaction, so that a run that is killed is carried on by the next. The trail cannot be altered, and says that it was done.
/// </summary>
internal sealed class ClearNumbers(NpgsqlConnection connection, Keys keys, TimeProvider clock)
{
    /// <summary>As the owner of the tables, before anybody else works with the store.</summary>
    public static async Task ProtectAsync(NpgsqlDataSource owner, Keys keys, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        var numbers = new ClearNumbers(connection, keys, clock);
        if ((await numbers.LeftAsync(ct)).Count == 0)
        {
            return;
        }

        await using (var wait = connection.Command("select pg_advisory_lock(hashtext('fundwatch.migrate'))"))
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        try
        {
            await numbers.ProtectAsync(ct);
        }
        finally
        {
            await SessionLock.ReleaseAsync(connection.Command("select pg_advisory_unlock(hashtext('fundwatch.migrate'))"));
        }
    }

    private async Task ProtectAsync(CancellationToken ct)
    {
        using var cipher = new VaultCipher(keys);
        var tokens = new Tokens(keys, cipher);
        long rows = 0;
        foreach (var what in await LeftAsync(ct)) // records first: their persons are in the vault when it comes to what was written about them
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var changed = what.Length > 0 ? RecordStreams.Find(what) is { } stream ? await new ClearRows(connection, stream, tokens).ProtectAsync(ct) : 0 : await new ClearWords(connection, tokens).ProtectAsync(ct);
            await using var done = connection.Command("delete from ingest.unprotected where what = $1", what);
            await done.ExecuteNonQueryAsync(ct);
            if (changed > 0)
            {
                await TellAsync(what, changed, ct);
            }

            await transaction.CommitAsync(ct);
            rows += changed;
        }
    }

    private async Task<IReadOnlyList<string>> LeftAsync(CancellationToken ct)
    {
        await using var left = connection.Command("select what from ingest.unprotected order by what = '', what");
        var found = new List<string>();
        await using var reader = await left.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private async Task TellAsync(string what, long rows, CancellationToken ct)
    {
        await using var tell = connection.Command("insert into review.trail (event, actor, at, payload) values ('persons_protected', $1, $2, $3)",
            LeadLedger.Actor, clock.GetUtcNow().UtcDateTime, JsonSerializer.Serialize(new { stream = what.Length > 0 ? what : null, rows }));
        await tell.ExecuteNonQueryAsync(ct);
    }
}
