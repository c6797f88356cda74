namespace FundWatch.Samples;

/// <summary>What prefecture to make. The same options give the same files, byte for byte.</summary>
public sealed record GeneratorOptions
{
    public int Seed { get; init; } = 20260101;

    /// <summary>Rows over the eight event streams, roughly; everything else scales with it.</summary>
    public int Rows { get; init; } = 100_000;

    /// <summary>No planted schemes: a prefecture that keeps every rule. Look-alikes and messy files stay.</summary>
    public bool Clean { get; init; }

    /// <summary>Counties of the prefecture, 1 to 60.</summary>
    public int Counties { get; init; } = 8;

    /// <summary>Where to write: <c>data/</c> for the files to take in, and beside it truth.csv, lookalikes.csv and manifest.json.</summary>
    public required string Directory { get; init; }

    /// <summary>First and last day of the events.</summary>
    public DateOnly From { get; init; } = new(2024, 1, 1);

    public DateOnly Until { get; init; } = new(2025, 12, 31);

    /// <summary>1.0 at the default size.</summary>
    internal double Scale => Rows / 100_000.0;
}
