using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Host.Accounts;

/// <summary>Reads and writes <c>review.api_token</c>. Creating and revoking are one statement with their event in the trail.</summary>
public sealed class ApiTokenStore(FundWatchDatabase database, TimeProvider clock)
{
    // Use is noted to the minute: a busy script must not write a row with every request.
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    private const string Columns = "t.token_id, a.login, t.name, t.created_by, t.created_at, t.expires_at, t.last_used_at, t.revoked_by, t.revoked_at";

    /// <returns>The token and its text, which is nowhere else; null where there is no such account.</returns>
    public async Task<(ApiToken Token, string Text)?> CreateAsync(string login, string name, int days, string actor, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, ApiToken.MostDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var text = ApiToken.NewText();
        await using var command = database.App.CreateCommand($"""
            with t as (
                insert into review.api_token (account_id, name, token_sha256, created_by, created_at, expires_at)
                select account_id, $2, $3, $4, $5, $6 from review.account where login = $1 returning *),
            noted as (
                insert into review.trail (event, actor, at, payload)
                select 'token_created', $4, $5, json_build_object('login', $1::text, 'token', token_id, 'name', name, 'expires_at', expires_at)::text from t)
            select {Columns} from t join review.account a using (account_id)
            """);
        var now = clock.GetUtcNow();
        foreach (var value in new object[] { login, name, ApiToken.Hash(text), actor, now, now.AddDays(days) })
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await ReadAsync(command, ct) is [var token] ? (token, text) : null;
    }

    /// <summary>All tokens, or those of one account; revoked and expired ones too.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(string? login = null, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"select {Columns} from review.api_token t join review.account a using (account_id) where $1 = '' or a.login = $1 order by t.token_id");
        command.Parameters.Add(new() { Value = login ?? "" });
        return await ReadAsync(command, ct);
    }

    /// <returns>Null where there is no such token, or it is revoked already.</returns>
    public async Task<ApiToken?> RevokeAsync(int id, string actor, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        await using var command = database.App.CreateCommand($"""
            with t as (update review.api_token set revoked_by = $2, revoked_at = $3 where token_id = $1 and revoked_at is null returning *),
            noted as (
                insert into review.trail (event, actor, at, payload)
                select 'token_revoked', $2, $3, json_build_object('login', a.login, 'token', t.token_id, 'name', t.name)::text from t join review.account a using (account_id))
            select {Columns} from t join review.account a using (account_id)
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        return (await ReadAsync(command, ct)).SingleOrDefault();
    }

    /// <summary>Whose token it is, as the account stands now; null where it is unknown, revoked or expired, or the account is disabled.</summary>
    public async Task<(string Login, string Role)?> OwnerAsync(string text, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand("""
            with found as (
                select t.token_id, a.login, a.role, t.last_used_at from review.api_token t join review.account a using (account_id)
                where t.token_sha256 = $1 and t.revoked_at is null and t.expires_at > $2 and not a.disabled),
            used as (
                update review.api_token t set last_used_at = $2 from found f where t.token_id = f.token_id and coalesce(f.last_used_at, '-infinity') < $3)
            select login, role from found
            """);
        var now = clock.GetUtcNow();
        command.Parameters.Add(new() { Value = ApiToken.Hash(text) });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now - Noted });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    private static async Task<IReadOnlyList<ApiToken>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var tokens = new List<ApiToken>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            tokens.Add(new ApiToken(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5),
                row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6), row.IsDBNull(7) ? null : row.GetString(7), row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8)));
        }

        return tokens;
    }
}
