namespace FundWatch.Data.Files.Ocds;

/// <summary>What is found out about a file once, for all of its streams: it is looked over the first time, and a pass that reads one of them to its end leaves the rows of the others behind.</summary>
/// <param name="open">The text as UTF-8, from its beginning.</param>
/// <param name="path">For messages.</param>
internal sealed class OcdsFile(Func<Stream> open, string path = "")
{
    private OcdsScan? _scan;

    public string Path => path;

    /// <summary>A first look over all of it, taken when somebody asks.</summary>
    /// <exception cref="FileRefused">The text is not JSON.</exception>
    public OcdsScan Scan => _scan ??= LookOver();

    /// <summary>Rows by stream, of all but the one that was read; none until a reader has come to the end of the file.</summary>
    public IReadOnlyDictionary<string, KeptRows> Kept { get; private set; } = new Dictionary<string, KeptRows>();

    /// <summary>Records without a release, known with <see cref="Kept"/>.</summary>
    public IReadOnlyList<string> Without { get; private set; } = [];

    public Stream Open() => open();

    public void Keep(IReadOnlyDictionary<string, KeptRows> rows, IReadOnlyList<string> without) => (Kept, Without) = (rows, without);

    private OcdsScan LookOver()
    {
        using var whole = Open();
        var objects = new JsonObjects(whole);
        return OcdsDamage.Guard(path, objects, () => OcdsScan.Read(objects));
    }
}
