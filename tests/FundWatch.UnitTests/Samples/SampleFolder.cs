using FundWatch.Samples;

namespace FundWatch.UnitTests.Samples;

/// <summary>A generated prefecture in a folder of its own, gone with the test.</summary>
public class SampleFolder : IDisposable
{
    public SampleFolder(int rows = 8_000, int seed = 11, bool clean = false)
    {
        Root = Directory.CreateTempSubdirectory("fundwatch-samples-").FullName;
        Report = PrefectureGenerator.Write(new GeneratorOptions { Directory = Root, Rows = rows, Seed = seed, Clean = clean });
        _broken = Report.Broken.Select(b => b.Key).ToHashSet();
        _rows = new Lazy<ILookup<string, SampleRow>>(() => SampleReader.Read(Root, Report).ToLookup(r => r.Stream));
    }

    public string Root { get; }

    public GenerationReport Report { get; }

    /// <summary>The rows of a stream that are not broken, by canonical column names.</summary>
    public IEnumerable<SampleRow> Rows(string stream) => _rows.Value[stream].Where(r => !_broken.Contains(r.Key));

    private readonly HashSet<string> _broken;
    private readonly Lazy<ILookup<string, SampleRow>> _rows;

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>The clean prefecture that the tests of the limits share.</summary>
public sealed class CleanPrefecture() : SampleFolder(rows: 30_000, seed: 5, clean: true);

/// <summary>The prefecture with schemes that the tests of the answer sheet share.</summary>
public sealed class PlantedPrefecture() : SampleFolder(rows: 40_000, seed: 6);

[CollectionDefinition("clean prefecture")]
public sealed class CleanPrefectureCollection : ICollectionFixture<CleanPrefecture>;

[CollectionDefinition("planted prefecture")]
public sealed class PlantedPrefectureCollection : ICollectionFixture<PlantedPrefecture>;
