namespace FundWatch.DatabaseTests.Hostile;

/// <summary>All hostile files: the same seed, the same files. A family is a class like those listed here.</summary>
public static class HostileCorpus
{
    public const int Seed = 20251123;

    private static readonly (string Family, Func<Random, IEnumerable<HostileFile>> Files)[] _families =
    [
        ("encodings", _ => EncodingFiles.All()), ("quotes and widths", _ => ShapeFiles.All()), ("cells", _ => CellFiles.All()), ("headers", _ => HeaderFiles.All()),
        ("json lines", _ => JsonFiles.All()), ("ocds", _ => OcdsFiles.All()), ("workbooks", _ => WorkbookFiles.All()), ("parquet and arrow", _ => ColumnarFiles.All()),
        ("archives", _ => ArchiveFiles.All()), ("names that lie", _ => DisguisedFiles.All()), ("places", _ => PlaceFiles.All()), ("seeded damage", DamagedFiles.All),
    ];

    /// <summary>One after another: made when it is asked for, and not held.</summary>
    public static IEnumerable<HostileFile> All()
    {
        var random = new Random(Seed);
        return _families.SelectMany(f => f.Files(random).Select(file => file with { Family = f.Family }));
    }
}
