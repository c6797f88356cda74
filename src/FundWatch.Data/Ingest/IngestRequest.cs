namespace FundWatch.Data.Ingest;

/// <summary>What to take in, and how.</summary>
/// <param name="Paths">Files or folders; folders are read with all below them.</param>
/// <param name="Stream">The stream they hold, or null to recognise it from each header.</param>
/// <param name="Source">The system they come from: part of a row's identity.</param>
/// <param name="Mapping">A mapping file, or the name a mapping is kept under; null to recognise the layout.</param>
/// <param name="Sheet">A sheet of a spreadsheet, or null for all that are known tables.</param>
/// <param name="DryRun">Count what would happen and keep nothing.</param>
/// <param name="BringBack">Take a file in once more where others have replaced rows of it since: where a person named or sent just this file. Of a folder that is
/// gone through again it would put old files over new ones.</param>
public sealed record IngestRequest(IReadOnlyList<string> Paths, string? Stream = null, string Source = "default", string? Mapping = null, string? Sheet = null, bool DryRun = false,
    bool BringBack = false);
