namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A row on its way into quarantine.</summary>
/// <param name="Column">The first column that is wrong, or null where it is the row as a whole.</param>
/// <param name="Raw">Encrypted.</param>
public sealed record RefusedRow(long Line, string? Column, string Code, string Chinese, string English, byte[] Raw);
