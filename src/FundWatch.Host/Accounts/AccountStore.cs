using FundWatch.Data.Postgres;
using FundWatch.Data.Review;
using Npgsql;

namespace FundWatch.Host.Accounts;

/// <summary>Reads and writes <c>review.account</c>. A change and its event in the trail are one statement; without an actor neither happens.</summary>
public sealed class AccountStore(FundWatchDatabase database, TrailStore trail, TimeProvider clock)
{
    private const string Columns = "account_id, login, display_name, role, disabled, password_hash";

    // $1 login, $2 actor, $3 now, $4 event
    private const string Noted =
        """
        noted as (
            insert into review.trail (event, actor, at, payload)
            select $4, $2, $3, json_build_object('login', login, 'role', role)::text from changed)
        """;

    private readonly UnknownLogins _unknown = new();

    public async Task<Account?> FindAsync(string login, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"select {Columns} from review.account where login = $1");
        command.Parameters.AddWithValue(login);
        return await ReadOneAsync(command, ct);
    }

    public async Task<IReadOnlyList<AccountSummary>> ListAsync(CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand($"select {Columns}, created_at, signed_in_at, locked_until from review.account order by role, login");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var accounts = new List<AccountSummary>();
        while (await reader.ReadAsync(ct))
        {
            accounts.Add(new AccountSummary(Read(reader), reader.GetFieldValue<DateTimeOffset>(6), Time(reader, 7), Time(reader, 8)));
        }

        return accounts;
    }

    /// <returns>Null when the login is taken.</returns>
    public async Task<Account?> AddAsync(string login, string displayName, string role, string password, string actor, CancellationToken ct = default)
    {
        await using var command = Change("account_added", login, actor,
            "insert into review.account (login, created_at, display_name, role, password_hash) values ($1, $3, $5, $6, $7) on conflict (login) do nothing");
        command.Parameters.AddWithValue(displayName);
        command.Parameters.AddWithValue(role);
        command.Parameters.AddWithValue(Passwords.Hash(password));
        return await ReadOneAsync(command, ct);
    }

    /// <returns>Null when there is no such account, or it is in that state already.</returns>
    public async Task<Account?> SetDisabledAsync(string login, bool disabled, string actor, CancellationToken ct = default)
    {
        await using var command = Change(disabled ? "account_disabled" : "account_enabled", login, actor,
            "update review.account set disabled = $5 where login = $1 and disabled <> $5");
        command.Parameters.AddWithValue(disabled);
        return await ReadOneAsync(command, ct);
    }

    /// <summary>Sets a new password and opens a locked account.</summary>
    /// <returns>Null when there is no such account.</returns>
    public async Task<Account?> SetPasswordAsync(string login, string password, string actor, CancellationToken ct = default)
    {
        await using var command = Change("account_reset", login, actor,
            "update review.account set password_hash = $5, failures = 0, locked_until = null where login = $1");
        command.Parameters.AddWithValue(Passwords.Hash(password));
        return await ReadOneAsync(command, ct);
    }

    /// <summary>Counts the attempt before it looks at the password, so that a hundred guesses at once are a hundred attempts.</summary>
    public async Task<SignInAttempt> TrySignInAsync(string login, string password, CancellationToken ct = default)
    {
        var (account, hash) = await CountAttemptAsync(login, ct);
        if (account is null)
        {
            Passwords.PretendToCheck(password);
            return new SignInAttempt(null, await LockedUntilAsync(login, ct) ?? _unknown.Attempt(login, clock.GetUtcNow()));
        }

        if (!Passwords.Matches(hash, password))
        {
            var locked = await LockedUntilAsync(login, ct);
            if (locked is not null)
            {
                await trail.RecordAsync("sign_in_locked", login, null, new { until = locked }, ct);
            }

            return new SignInAttempt(null, locked);
        }

        await using var command = Change("sign_in", login, login, "update review.account set failures = 0, locked_until = null, signed_in_at = $3 where login = $1");
        return new SignInAttempt(await ReadOneAsync(command, ct), null);
    }

    private async Task<(Account? Account, string Hash)> CountAttemptAsync(string login, CancellationToken ct)
    {
        // The length of the lock is that of SignInPolicy.LockAfter, computed here so that counting and locking are one statement.
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
        return await reader.ReadAsync(ct) ? (Read(reader), reader.GetString(5)) : (null, "");
    }

    private async Task<DateTimeOffset?> LockedUntilAsync(string login, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select locked_until from review.account where login = $1 and not disabled and locked_until > $2");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        return await command.ExecuteScalarAsync(ct) is DateTime until ? new DateTimeOffset(until) : null;
    }

    private NpgsqlCommand Change(string @event, string login, string actor, string statement)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var command = database.App.CreateCommand($"with changed as ({statement} returning *), {Noted} select {Columns} from changed");
        command.Parameters.AddWithValue(login);
        command.Parameters.AddWithValue(actor);
        command.Parameters.AddWithValue(clock.GetUtcNow());
        command.Parameters.AddWithValue(@event);
        return command;
    }

    private static async Task<Account?> ReadOneAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    private static Account Read(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3),
        row.GetBoolean(4), Account.StampOf(row.GetString(5), row.GetString(3), row.GetBoolean(4)));

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
