using System.Diagnostics;
using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;
using Xunit.Abstractions;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Every hostile file through the loader into one store. tests/hostile prints the table.</summary>
public sealed class HostileCorpusTests(ITestOutputHelper output) : IngestTest
{
    // Guards, far above what any file takes here; nothing is measured.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private const long MostMemory = 1_500L * 1024 * 1024;

    private sealed record Outcome(string Family, string Name, IngestReport Report);

    [Fact]
    public async Task Hostile_files_are_refused_with_words_and_no_row_is_lost()
    {
        long peak = 0;
        var outcomes = new List<Outcome>();
        var wrong = new StringBuilder();
        await using (new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(false)), null, 0, 50))
        {
            foreach (var file in HostileCorpus.All())
            {
                var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, outcomes.Count.ToString(CultureInfo.InvariantCulture))).FullName, file.Name);
                file.Make(path);
                try
                {
                    var dry = await Task.Run(() => IngestAsync(new IngestRequest([path], DryRun: true))).WaitAsync(_patience);
                    var report = await Task.Run(() => IngestAsync(path)).WaitAsync(_patience);
                    outcomes.Add(new Outcome(file.Family, file.Name, report));
                    wrong.Append(Counts(dry) == Counts(report) ? "" : $"{file.Family}/{file.Name}: {Counts(report)}, and in the dry run {Counts(dry)}\n");
                    wrong.Append(await DifferenceAsync(file, report) is { } difference ? $"{file.Family}/{file.Name}: {difference}\n" : "");
                }
                catch (Exception e)
                {
                    wrong.Append(null, $"{file.Family}/{file.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("FundWatch", StringComparison.Ordinal))}\n");
                    outcomes.Add(new Outcome(file.Family, file.Name, IngestReport.Of([])));
                }

                // rm: names that are no UTF-8 are beyond us.
                await Process.Start("rm", ["-rf", "--", Path.GetDirectoryName(path)!]).WaitForExitAsync();
            }
        }

        Show(outcomes, peak);
        outcomes.Should().HaveCountGreaterThan(300);
        outcomes.Select(o => o.Family + "/" + o.Name).Should().OnlyHaveUniqueItems();
        wrong.ToString().Should().BeEmpty();
        peak.Should().BeLessThan(MostMemory);
        await StoreAddsUpAsync();
        var good = await IngestAsync(Write("good-afterwards.csv", Good.Table("afterwards", 5_000)));
        good.Totals.Should().BeEquivalentTo(new { Rows = 5_000, Loaded = 5_000, Failed = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where payment_id like 'afterwards-%'")).Should().Be(5_000);
    }

    private static string Counts(IngestReport report) =>
        string.Join("; ", report.Files.Select(f => $"{f.Status} {f.Error?.Code} {f.Stream}: {f.Rows} rows, {f.Loaded} loaded, {f.Updated} updated, {f.Unchanged} unchanged, {f.Quarantined} refused, {f.Skipped} left out"));

    // What is not as it should be, or null.
    private async Task<string?> DifferenceAsync(HostileFile file, IngestReport report)
    {
        var t = report.Totals;
        var refusals = report.Files.Where(f => f.Error is not null).Select(f => f.Error!).ToList();
        if (report.Files.Any(f => f.Rows != f.Loaded + f.Updated + f.Unchanged + f.Quarantined))
        {
            return $"the sum is wrong: {t}";
        }

        if (report.Files.Any(f => f.Status == FileReport.Failed && f.Error is not { Code.Length: > 0, Zh.Length: > 10, En.Length: > 10 }))
        {
            return "refused without words";
        }

        var codes = await RowCodesAsync(report);
        if (codes.Count != t.Quarantined)
        {
            return $"{t.Quarantined} rows were refused, {codes.Count} are in quarantine";
        }

        if (codes.FirstOrDefault(c => !CellIssues.Codes.Contains(c)) is { } unknown)
        {
            return $"{unknown} is no code of the list";
        }

        var found = string.Join(' ', refusals.Select(e => e.Code).Concat(codes).Distinct());
        if (file.Loaded is not null && (t.Loaded + t.Unchanged, t.Quarantined) != (file.Loaded.Value, file.Refused!.Value))
        {
            return $"{t.Loaded}+{t.Updated}+{t.Unchanged} loaded and {t.Quarantined} refused instead of {file.Loaded} and {file.Refused} ({found})";
        }

        var allowed = file.Codes;
        return allowed.Length > 0 && (found.Length == 0 || found.Split(' ').Except(allowed).Any()) ? $"refused with {(found.Length == 0 ? "nothing" : found)} instead of {string.Join(' ', allowed)}" : null;
    }

    private async Task<List<string>> RowCodesAsync(IngestReport report)
    {
        var codes = new List<string>();
        await using var command = Database.Owner.CreateCommand("select code from ingest.rejected_row where batch_id = any($1) and message_zh <> '' and message_en <> ''");
        command.Parameters.Add(new() { Value = report.Files.Where(f => f.Status == FileReport.Done).Select(f => f.BatchId).OfType<long>().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            codes.Add(reader.GetString(0));
        }

        return codes;
    }

    private async Task StoreAddsUpAsync()
    {
        (await ScalarAsync<long>("select count(*) from ingest.batch where rows <> loaded + updated + unchanged + quarantined")).Should().Be(0);
        (await ScalarAsync<long>("select count(*) from ingest.batch where status = 'loading'")).Should().Be(0, "nothing is left half done");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row")).Should().Be(await ScalarAsync<long>("select sum(quarantined)::bigint from ingest.batch"));
        (await ScalarAsync<long>("select count(*) from pg_class where relnamespace = 'loading'::regnamespace")).Should().Be(0);
        var records = string.Join(" + ", RecordStreams.All.Select(s => $"(select count(*) from record.{s.Name})"));
        (await ScalarAsync<long>($"select {records}")).Should().Be(await ScalarAsync<long>("select sum(loaded)::bigint from ingest.batch"), "every row that was counted is there");
        Directory.GetFiles(Database.Store.Directory.Work).Should().BeEmpty("nothing unpacked is left lying about");
    }

    private void Show(List<Outcome> outcomes, long peak)
    {
        var table = new StringBuilder("family               files     rows   loaded  unchanged  quarantined  refused whole  slowest\n");
        foreach (var family in outcomes.GroupBy(o => o.Family).Append(outcomes.GroupBy(_ => "all").Single()))
        {
            var sum = family.Select(o => o.Report.Totals).ToList();
            table.Append(CultureInfo.InvariantCulture, $"{family.Key,-20} {sum.Count,5} {sum.Sum(t => t.Rows),8} {sum.Sum(t => t.Loaded),8} {sum.Sum(t => t.Updated + t.Unchanged),10} {sum.Sum(t => t.Quarantined),12} {sum.Sum(t => t.Failed),14} {sum.Max(t => t.Seconds),6:0.0} s\n");
        }

        table.Append(CultureInfo.InvariantCulture, $"seed {HostileCorpus.Seed}; peak of managed memory {peak / 1e6:0} MB (of all tests that ran beside it)\n\nrefused, and why\n");
        foreach (var code in outcomes.SelectMany(o => o.Report.Files.Select(f => f.Error?.Code).OfType<string>()).CountBy(c => c).OrderByDescending(c => c.Value))
        {
            table.Append(CultureInfo.InvariantCulture, $"{code.Key,-24} {code.Value,5} files\n");
        }

        output.WriteLine(table.ToString());
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "hostile-corpus.txt"), table.ToString());
    }
}
