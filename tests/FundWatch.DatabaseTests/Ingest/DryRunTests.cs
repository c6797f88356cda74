using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A dry run says what the load will say, also where keys repeat farther apart than one chunk.</summary>
public sealed class DryRunTests : IngestTest
{
    // More than a chunk holds.
    private const int Many = 60_000;

    [Fact]
    public async Task Repeated_keys_are_judged_as_the_load_judges_them()
    {
        var lines = Payments(Many).TrimEnd('\n').Split('\n');
        var again = new[] { lines[1], lines[2].Replace("县财政局", "县教育局"), lines[2].Replace("县财政局", "县教育局"), lines[3], lines[3].Replace(".50", ".75"), lines[4].Replace("330102", "33010x") };
        await SameAsync("first.csv", string.Join('\n', [.. lines, .. again]) + "\n", (Many + 6, Many, 0, 2, 4));

        // On a store that holds other versions: a later row may be what is there now, and not what the load will have put there by then.
        var changed = lines.Select((l, i) => i is 5 or 6 ? l.Replace("县财政局", "县水利局") : l).ToArray();
        await SameAsync("second.csv", string.Join('\n', [.. changed, lines[5], changed[6], lines[7]]) + "\n", (Many + 3, 0, 2, Many, 1));
    }

    private async Task SameAsync(string name, string text, (long Rows, long Loaded, long Updated, long Unchanged, long Refused) expected)
    {
        var path = Write(name, text);
        var dry = (await IngestAsync(new IngestRequest([path], DryRun: true))).Totals;
        var real = (await IngestAsync(path)).Totals;
        (real.Rows, real.Loaded, real.Updated, real.Unchanged, real.Quarantined).Should().Be(expected);
        (dry.Rows, dry.Loaded, dry.Updated, dry.Unchanged, dry.Quarantined).Should().Be((real.Rows, real.Loaded, real.Updated, real.Unchanged, real.Quarantined));
    }
}
