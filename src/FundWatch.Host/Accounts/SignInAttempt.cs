namespace FundWatch.Host.Accounts;

/// <summary>What came of a sign-in: an account, or none. A wrong login, a wrong password and a disabled account look the same from outside.</summary>
/// <param name="LockedUntil">Set when too many wrong passwords have closed the login for a while, whether or not anybody has it.</param>
public sealed record SignInAttempt(Account? Account, DateTimeOffset? LockedUntil);

/// <summary>A row of the list of accounts.</summary>
public sealed record AccountSummary(Account Account, DateTimeOffset CreatedAt, DateTimeOffset? SignedInAt, DateTimeOffset? LockedUntil);
