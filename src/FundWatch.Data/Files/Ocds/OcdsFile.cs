namespace FundWatch.Data.Files.Ocds;

/// <summary>What is found out about a file once, for all of its streams: it is looked over the first time, and a pass that reads one of them to its end leaves the rows of those behind it.</summary>
/// <param name="open">The text as UTF-8, from its beginning.</param>
/// <param name="path">For messages.</param>
internal sealed class OcdsFile(Func<Stream> open, string path = "") : IDisposable
{
    private OcdsScan? _scan;

    public string Path => path;

    /// <summary>A first look over all of it, taken when somebody asks.</summary>
    /// <exception cref="FileRefused">The text is not JSON.</exception>
    public OcdsScan Scan => _scan ??= LookOver();

    /// <summary>Rows by stream, of those behind the one that was read; none until a reader has come to the end of the file.</summary>
    public IReadOnlyDictionary<string, KeptRows> Kept { get; private set; } = new Dictionary<string, KeptRows>();

    /// <summary>Records without a release, known with <see cref="Kept"/>.</summary>
    public RecordsLeftOut? Without { get; private set; }

    public Stream Open() => open();

    /// <summary>Takes over what a pass leaves behind; a second one's is not needed.</summary>
    public void Keep(IReadOnlyDictionary<string, KeptRows> rows, RecordsLeftOut without)
    {
        if (Kept.Count > 0)
        {
            Dispose(rows);
            return;
        }

        (Kept, Without) = (rows, without);
    }

    /// <summary>Lets go of the rows; a reader that comes later goes through the file itself.</summary>
    public void Dispose()
    {
        Dispose(Kept);
        Kept = new Dictionary<string, KeptRows>();
    }

    private static void Dispose(IReadOnlyDictionary<string, KeptRows> rows)
    {
        foreach (var kept in rows.Values)
        {
            kept.Dispose();
        }
    }

    private OcdsScan LookOver()
    {
        using var whole = Open();
        var objects = new JsonObjects(whole);
        return OcdsDamage.Guard(path, objects, () => OcdsScan.Read(objects), Open);
    }
}
