using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Host.Accounts;

/// <summary>Reads and writes <c>review.account</c>.</summary>
public sealed class AccountStore(FundWatchDatabase database, TimeProvider clock)
{
    private const string Columns = "account_id, login, display_name, role, disabled, password_hash";

    public async Task<Account?> FindAsync(string login, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"select {Columns} from review.account where login = $1");
        command.Parameters.AddWithValue(login);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<AccountSummary>> ListAsync(CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"select {Columns}, created_at, signed_in_at, locked_until from review.account order by role, login");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var accounts = new List<AccountSummary>();
        while (await reader.ReadAsync(ct))
        {
            accounts.Add(new AccountSummary(Read(reader), reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8)));
        }

        return accounts;
    }

    /// <returns>Null when the login is taken.</returns>
    public async Task<Account?> AddAsync(string login, string displayName, string role, string password, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $"""
            insert into review.account (login, display_name, role, password_hash, created_at) values ($1, $2, $3, $4, $5)
            on conflict (login) do nothing
            returning {Columns}
            """);
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(displayName);
        command.Parameters.AddWithValue(role);
        command.Parameters.AddWithValue(Passwords.Hash(password));
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <returns>False when there is no such account.</returns>
    public async Task<bool> SetDisabledAsync(string login, bool disabled, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand("update review.account set disabled = $2 where login = $1");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(disabled);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Sets a new password and opens a locked account.</summary>
    /// <returns>Null when there is no such account.</returns>
    public async Task<Account?> SetPasswordAsync(string login, string password, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $"update review.account set password_hash = $2, failures = 0, locked_until = null where login = $1 returning {Columns}");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(Passwords.Hash(password));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    /// <summary>Counts the attempt before it looks at the password, so that a hundred guesses at once are a hundred attempts.</summary>
    public async Task<SignInAttempt> TrySignInAsync(string login, string password, CancellationToken ct = default)
    {
        var account = await CountAttemptAsync(login, ct);
        if (account is null)
        {
            Passwords.PretendToCheck(password);
            return new SignInAttempt(null, await LockedUntilAsync(login, ct));
        }

        if (!Passwords.Matches(account.Value.Hash, password))
        {
            return new SignInAttempt(null, await LockedUntilAsync(login, ct));
        }

        await using var command = database.App.CreateCommand("update review.account set failures = 0, locked_until = null, signed_in_at = $2 where login = $1");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
        return new SignInAttempt(account.Value.Account, null);
    }

    private async Task<(Account Account, string Hash)?> CountAttemptAsync(string login, CancellationToken ct)
    {
        // The lock's length follows SignInPolicy.LockAfter; it is computed here so that counting and locking are one statement.
        await using var command = database.App.CreateCommand(
            $"""
            update review.account
            set failures = failures + 1,
                locked_until = case when failures + 1 >= $3 then $2 + least($4, interval '1 minute' * pow(2, least(failures + 1 - $3, 10))) end
            where login = $1 and not disabled and (locked_until is null or locked_until <= $2)
            returning {Columns}
            """);
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(SignInPolicy.FreeFailures);
        command.Parameters.AddWithValue(SignInPolicy.LongestLock);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (Read(reader), reader.GetString(5)) : null;
    }

    private async Task<DateTimeOffset?> LockedUntilAsync(string login, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select locked_until from review.account where login = $1 and not disabled and locked_until > $2");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) is DateTime until ? new DateTimeOffset(until) : null;
    }

    private static Account Read(NpgsqlDataReader reader) => new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
        reader.GetBoolean(4), Account.StampOf(reader.GetString(5), reader.GetString(3), reader.GetBoolean(4)));
}
