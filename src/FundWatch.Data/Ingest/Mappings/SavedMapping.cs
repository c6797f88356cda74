namespace FundWatch.Data.Ingest.Mappings;

/// <summary>A mapping kept under a name.</summary>
/// <param name="Version">From 1; 0 for one that comes with the program.</param>
/// <param name="Body">The JSON as it was given, comments included.</param>
/// <param name="SavedBy">Null for one that comes with the program.</param>
public sealed record SavedMapping(string Name, int Version, string Stream, string Body, string? SavedBy, DateTimeOffset? SavedAt)
{
    public bool IsBuiltIn => Version == 0;
}

/// <summary>A mapping to read a file through, and the name it is kept under, if any.</summary>
public sealed record NamedMapping(string? Name, Mapping Mapping);
