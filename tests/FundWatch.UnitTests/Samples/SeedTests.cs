using FundWatch.Samples;

namespace FundWatch.UnitTests.Samples;

public sealed class SeedTests
{
    /// <summary>Seeds 5 and 90210 once went round in circles: an owner whose next project was a repair was asked again and again.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(90210)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Every_seed_comes_to_an_end(int seed)
    {
        var directory = Directory.CreateTempSubdirectory("fundwatch-seed-").FullName;
        try
        {
            PrefectureGenerator.Write(new GeneratorOptions { Directory = Path.Combine(directory, "out"), Seed = seed, Rows = 20_000 });
            File.ReadLines(Path.Combine(directory, "out", "truth.csv")).Count().Should().BeGreaterThan(100);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
