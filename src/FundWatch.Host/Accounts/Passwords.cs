using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FundWatch.Host.Accounts;

/// <summary>PBKDF2-HMAC-SHA512 hashes in ASP.NET Core Identity's format, and random passwords that can be read aloud.</summary>
public static class Passwords
{
    // No 0/o, 1/l/i: these are copied by hand from a terminal.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private static readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly Lazy<string> _nobody = new(() => Hash(New()));

    public static string Hash(string password) => _hasher.HashPassword("", password);

    public static bool Matches(string hash, string password) =>
        _hasher.VerifyHashedPassword("", hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Takes as long as a real check, so that the answer's delay does not tell which logins exist.</summary>
    public static void PretendToCheck(string password) => Matches(_nobody.Value, password);

    /// <summary>Sixteen characters in four groups, about 79 bits.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
}
