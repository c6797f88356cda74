namespace FundWatch.Host.Accounts;

/// <summary>
/// Counts attempts at logins that nobody has, and closes them as <see cref="AccountStore"/> closes accounts: else closing would tell which logins there are.
/// Kept in memory and of the latest logins only: whoever makes it forget one has to ask for as many others first, at <see cref="SignInPolicy.PerAddressPerMinute"/>.
/// </summary>
internal sealed class UnknownLogins
{
    internal const int Most = 10_000;
    private const int LongestLogin = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset? LockedUntil)> _attempts = [];
    private readonly Queue<string> _oldestFirst = [];

    /// <summary>Counts an attempt.</summary>
    /// <returns>Until when the login is closed; null where it is open.</returns>
    public DateTimeOffset? Attempt(string login, DateTimeOffset now)
    {
        var key = login.Length <= LongestLogin ? login : login[..LongestLogin];
        lock (_lock)
        {
            if (_attempts.TryGetValue(key, out var before))
            {
                if (before.LockedUntil > now)
                {
                    return before.LockedUntil;
                }
            }
            else
            {
                if (_oldestFirst.Count == Most)
                {
                    _attempts.Remove(_oldestFirst.Dequeue());
                }

                _oldestFirst.Enqueue(key);
            }

            var failures = before.Failures + 1;
            DateTimeOffset? until = failures >= SignInPolicy.FreeFailures ? now + SignInPolicy.LockAfter(failures) : null;
            _attempts[key] = (failures, until);
            return until;
        }
    }
}
