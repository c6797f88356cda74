namespace FundWatch.Host.Accounts;

/// <summary>How sign-in slows down: the first failures are free, then each one closes the account for twice as long as the one before.</summary>
public static class SignInPolicy
{
    public const int FreeFailures = 5;
    public const int PerAddressPerMinute = 60;
    public static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);

    /// <summary>How often a running session asks whether its account still stands.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    public static TimeSpan LockAfter(int failures) => failures < FreeFailures
        ? TimeSpan.Zero
        : TimeSpan.FromMinutes(Math.Min(LongestLock.TotalMinutes, Math.Pow(2, Math.Min(failures - FreeFailures, 10))));
}
