using System.Globalization;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;
using Xunit.Abstractions;

namespace FundWatch.DatabaseTests.Kills;

/// <summary>
/// Loads that are killed with kill -9 at seeded random moments, started again until they are done, and held against undisturbed loads of the same files:
/// a first load and a second one with changes. tests/kills runs it at full length.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IngestTest
{
    private static readonly int _rows = Setting("FUNDWATCH_KILL_ROWS", 60_000), _kills = Setting("FUNDWATCH_KILLS", 8), _seed = Setting("FUNDWATCH_KILL_SEED", 20251123);

    [SkippableFact]
    public async Task Loads_killed_at_random_moments_end_as_if_nothing_had_happened()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fundwatch.dll");
        Skip.IfNot(File.Exists(program), "the program is not beside the tests");
        var first = new KillFile(Write("first.csv", KillFile.Text(_rows, isSecond: false)));
        var second = new KillFile(Write("second.csv", KillFile.Text(_rows, isSecond: true)));
        var random = new Random(_seed);
        var expected = new List<StoreContents>();
        var paces = new List<Pace>();
        foreach (var file in new[] { first, second })
        {
            paces.Add(await new KilledLoad(Database, program, file).UndisturbedAsync());
            expected.Add(await StoreContents.ReadAsync(Database));
        }

        expected[0].Batches.Should().Contain("first.csv:done");
        expected[1].History.Should().NotStartWith("0:", "the second file changes rows");
        var kills = new List<KillMoment>();
        var (loads, lost, doubled) = (0, 0L, 0L);
        while (kills.Count < _kills)
        {
            await using var store = new TestDatabase();
            await store.InitializeAsync();
            foreach (var (file, index) in new[] { (first, 0), (second, 1) })
            {
                // No more than a few kills to one load, or it would never see its end.
                kills.AddRange(await new KilledLoad(store, program, file).KilledAsync(random, Math.Min(_kills - kills.Count, random.Next(2, 8)), paces[index]));
                var contents = await StoreContents.ReadAsync(store);
                loads++;
                lost += expected[index].Keys - contents.Keys;
                doubled += contents.Rows - contents.Keys;
                contents.Should().Be(expected[index], $"load {loads} ({Path.GetFileName(file.Path)}), kills so far: {string.Join(", ", kills)}");
            }
        }

        output.WriteLine($"seed {_seed}: {kills.Count} kills ({string.Join(", ", kills.CountBy(k => k.Phase).OrderBy(k => k.Key).Select(k => $"{k.Value} {k.Key}"))}) "
            + $"in {loads} loads of {first.Rows:N0} and {second.Rows:N0} rows: {lost} rows lost, {doubled} doubled, contents as undisturbed");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
