using FundWatch.Samples.Files;

namespace FundWatch.Samples;

/// <summary>What was written.</summary>
/// <param name="DataDirectory">The folder to take in.</param>
/// <param name="Streams">Rows per stream, broken and repeated ones included.</param>
/// <param name="Schemes">Planted schemes per kind; empty for a clean prefecture.</param>
/// <param name="Broken">The rows that must end in quarantine.</param>
public sealed record GenerationReport(
    string DataDirectory, string TruthFile, string LookalikesFile, string ManifestFile,
    int Seed, bool Clean,
    IReadOnlyDictionary<string, long> Streams,
    IReadOnlyDictionary<string, int> Schemes,
    IReadOnlyDictionary<string, int> Lookalikes,
    IReadOnlyList<BrokenRow> Broken,
    IReadOnlyList<GeneratedFile> Files)
{
    private static readonly string[] _events =
        ["reception", "canteen_payment", "subsidy", "fund_use", "project", "bid", "project_event", "meal_purchase"];

    /// <summary>Rows of the eight event streams.</summary>
    public long EventRows => _events.Sum(s => Streams.GetValueOrDefault(s));
}

/// <param name="Path">Relative to the directory of the generator.</param>
public sealed record GeneratedFile(string Path, string Stream, FileStyle Style, long Rows);

/// <param name="Key">The broken row's natural key (no other row has it).</param>
public sealed record BrokenRow(string Path, string Stream, string Key, string Column, string Text);
