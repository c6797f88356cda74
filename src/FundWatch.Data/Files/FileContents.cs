namespace FundWatch.Data.Files;

/// <summary>What reading all of a file tells.</summary>
/// <param name="Sha256">Of the bytes as they lie on disk, lower-case hex.</param>
/// <param name="IsValidUtf8">All of it, and without the replacement character that says a text was damaged on its way here; false where nobody has looked.</param>
public sealed record FileContents(string Sha256, bool IsValidUtf8);
