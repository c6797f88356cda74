namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// What is found out about a file once, for all of its streams: each is read in a pass of its own, but looked over and merged only the first time.
/// </summary>
/// <param name="open">The text as UTF-8, from its beginning.</param>
/// <param name="path">For messages.</param>
internal sealed class OcdsFile(Func<Stream> open, string path = "")
{
    public string Path => path;

    /// <summary>Null until a reader has asked for it.</summary>
    public OcdsScan? Scan { get; set; }

    /// <summary>Processes of several releases, merged; null until a reader has come to the end of the file.</summary>
    public MergedReleases? Merged { get; set; }

    /// <summary>Records without a release of processes that occur more than once, as the pass that merged the others has met them: later passes do not look at those again.</summary>
    public IReadOnlyList<string> RepeatedWithout { get; set; } = [];

    public Stream Open() => open();
}
