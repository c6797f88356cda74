using System.Security.Cryptography;
using System.Text;

namespace FundWatch.Host.Accounts;

/// <summary>A token that a script sends instead of a cookie. Its text is shown once; only a hash is kept.</summary>
public sealed record ApiToken(int Id, string Login, string Name, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastUsedAt, string? RevokedBy, DateTimeOffset? RevokedAt)
{
    /// <summary>So that a token that lies about can be recognised as one, by people and by scanners.</summary>
    public const string Prefix = "fwt_";

    /// <summary>Days that a token holds where nobody says otherwise, and at most.</summary>
    public const int UsualDays = 90, MostDays = 730;

    /// <summary>256 random bits.</summary>
    public static string NewText() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    // Random bits need no slow hash: there is nothing to guess.
    internal static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
