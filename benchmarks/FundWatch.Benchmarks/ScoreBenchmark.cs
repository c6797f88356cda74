using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Features;
using FundWatch.Data.Ingest;
using FundWatch.Data.Leads;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;
using FundWatch.Samples;

namespace FundWatch.Benchmarks;

/// <summary>
/// A generated prefecture scored in full, without a change, and after one row in a hundred has changed; each part by its CPU seconds, which on a busy
/// machine say more than the clock. Afterwards everything is scored in full once more: nothing may differ from what the run over the changes left.
/// </summary>
internal static class ScoreBenchmark
{
    private static readonly (string Stream, string Key, string Set)[] _subjects =
    [
        ("reception", "org_code", "meal_amount = meal_amount + 1"),
        ("subsidy", "applicant_code", "approved_amount = approved_amount + 1"),
        ("project", "project_id", "budget_amount = budget_amount + 1"),
        ("bid", "project_id", "bid_amount = bid_amount + 1"),
    ];

    private static readonly (string Stream, string Key, string Set)[] _six =
    [
        ("reception", "reception_id", "meal_amount = meal_amount + 1"),
        ("canteen_payment", "payment_id", "amount = amount + 1"),
        ("subsidy", "application_id", "approved_amount = approved_amount + 1"),
        ("project", "project_id", "budget_amount = budget_amount + 1"),
        ("bid", "bid_id", "bid_amount = bid_amount + 1"),
        ("meal_purchase", "purchase_id", "unit_price = unit_price + 0.01"),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = int.Parse(Option(args, "--rows") ?? "100000", CultureInfo.InvariantCulture);
        await using var store = await BenchStore.OpenAsync();
        var prefecture = store.FileName("prefecture");
        PrefectureGenerator.Write(new GeneratorOptions { Directory = prefecture, Rows = rows, Seed = 161803 });
        await new IngestService(store.Database, TimeProvider.System).IngestAsync(new IngestRequest([Path.Combine(prefecture, "data")]), null, default);
        await new TrainingService(store.Database, FeatureCatalogue.Load(store.Database.Directory), TimeProvider.System).TrainAsync(null, 1, "bench", null, default);
        await ScoreAsync(store, full: false); // the first
        await store.ExecuteAsync("vacuum analyze");
        var verbose = args.Contains("--verbose");
        var whole = await ScoreAsync(store, full: true, verbose);
        Write("everything (`--full`)", rows, whole, whole);
        Write("nothing", rows, await ScoreAsync(store, full: false, verbose), whole);
        await store.ExecuteAsync("update record.reception set meal_amount = meal_amount + 1, recorded_from = clock_timestamp() where reception_id = (select min(reception_id) from record.reception)");
        Write("an amount of one reception", rows, await ScoreAsync(store, full: false, verbose), whole);
        foreach (var stream in _subjects)
        {
            await ChangeAsync(store, stream, 2);
        }

        Write("an amount in all rows of 1 % of the bureaus, applicants and projects", rows, await ScoreAsync(store, full: false, verbose), whole);
        await store.ExecuteAsync("create table batch_of_receptions as select * from record.reception where abs(hashtext(reception_id)) % 100 = 3; update batch_of_receptions set reception_id = reception_id || '-2', recorded_from = clock_timestamp(); insert into record.reception select * from batch_of_receptions");
        Write("1 % more receptions", rows, await ScoreAsync(store, full: false, verbose), whole);
        await ChangeAsync(store, _six[0], 0);
        Write("an amount in 1 % of the receptions", rows, await ScoreAsync(store, full: false, verbose), whole);
        foreach (var stream in _six)
        {
            await ChangeAsync(store, stream, 1);
        }

        Write("an amount in 1 % of the rows of six streams", rows, await ScoreAsync(store, full: false, verbose), whole);
        var after = await ScoreAsync(store, full: true);
        Console.WriteLine(after.Changes == 0 ? "A full run behind it changed nothing." : $"DIFFERENT: a full run behind it changed {after.Changes} flags, scores or leads.");
        return after.Changes == 0 ? 0 : 1;
    }

    private sealed record Part(double Seconds, double Server, double Client)
    {
        public double Cpu => Server + Client;
    }

    private sealed record Run(Part Rules, Part Models, Part Leads, int Changes)
    {
        public double Seconds => Rules.Seconds + Models.Seconds + Leads.Seconds;
        public double Cpu => Rules.Cpu + Models.Cpu + Leads.Cpu;
    }

    private static async Task<Run> ScoreAsync(BenchStore store, bool full, bool verbose = false)
    {
        var db = store.Database;
        var (rules, judged) = await MeasureAsync(store, () => new RuleEngine(db, RuleCatalogue.Installed(db.Directory), TimeProvider.System).RunAsync(new RuleScope(null, full)));
        var (models, scored) = await MeasureAsync(store, () => new ModelScoringService(db, FeatureCatalogue.Load(db.Directory), TimeProvider.System).ScoreAsync(null, null, null, default, full));
        var (leads, counts) = await MeasureAsync(store, () => new LeadBuilder(db, TimeProvider.System).BuildAsync());
        if (verbose)
        {
            foreach (var rule in judged.OrderByDescending(r => r.Seconds).Take(25))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rule.Id} {rule.Seconds:0.000} s, {rule.Evaluated} items"));
            }

            foreach (var set in scored.OrderByDescending(s => s.Seconds))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {set.FeatureSet} {set.Seconds:0.000} s, {set.Rows} rows, {set.Written} written"));
            }

            Console.WriteLine($"  {judged.Count} rules, {counts}\n  rules {rules}\n  models {models}\n  leads {leads}");
        }

        return new Run(rules, models, leads,
            judged.Sum(r => (int)(r.FlagsRaised + r.FlagsChanged + r.FlagsCleared)) + scored.Sum(s => s.Written + s.Removed) + counts.New + counts.Updated + counts.Closed);
    }

    private static async Task<(Part Part, T Result)> MeasureAsync<T>(BenchStore store, Func<Task<T>> work)
    {
        using var self = Process.GetCurrentProcess();
        var (server, own, started) = (store.CpuNow(), self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var result = await work();
        self.Refresh();
        return (new Part(Stopwatch.GetElapsedTime(started).TotalSeconds, store.CpuNow() - server, (self.TotalProcessorTime - own).TotalSeconds), result);
    }

    private static async Task ChangeAsync(BenchStore store, (string Stream, string Key, string Set) change, int which) => await store.ExecuteAsync($"""
        update record.{change.Stream} set {change.Set}, recorded_from = clock_timestamp() where abs(hashtext({change.Key})) % 100 = {which};
        analyze record.{change.Stream}
        """);

    private static void Write(string what, int rows, Run run, Run whole) => Results.Add("score", string.Create(CultureInfo.InvariantCulture,
        $"{Results.Where()}| {rows:N0} | {what} | {run.Seconds:0.0} s | {run.Rules.Cpu:0.00} | {run.Models.Cpu:0.00} | {run.Leads.Cpu:0.00} | {run.Cpu:0.00} | **{100 * run.Cpu / whole.Cpu:0} %** |"));

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
}
