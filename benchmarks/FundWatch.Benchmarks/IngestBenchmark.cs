using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Ingest;
using FundWatch.Data.Postgres;

namespace FundWatch.Benchmarks;

/// <summary>
/// Our loader, everything included (recognition, typing, tokens, hashes, versions, quarantine, partitions, resumable chunks), against <c>psql \copy</c> of the
/// same file into a bare logged table with the same key on the same server. Alternating runs in one go; the median of the ratios is the result.
/// With <c>--in-order</c> payments follow each other in time, as tills write them; without it they lie in any order, so that every chunk meets every month.
/// Ours is measured as a command, and in a process that has loaded before, as the job server's has.
/// </summary>
internal static class IngestBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rows = Options.Number(args, "--rows", 1_000_000);
        var runs = Options.Number(args, "--runs", 5);
        await using var store = await BenchStore.OpenAsync();
        var (file, inOrder) = (store.FileName("payments.csv"), args.Contains("--in-order"));
        PaymentFile.Write(file, rows, seed: 7, inOrder);
        Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e6:N0} MB");
        var results = new List<(Measured Copy, Measured Ours, Measured Warm)>();
        for (var run = 1; run <= runs; run++)
        {
            await store.ExecuteAsync("""
                drop table if exists public.bare;
                create table public.bare (payment_id text not null, canteen_code text not null, canteen_region_code text, paid_at timestamptz not null, amount numeric(18,2) not null,
                    payer_id text, payer_org_name text, payer_kind text, letter_no text, meal_type text, source_id integer not null default 1,
                    primary key (payment_id, source_id, paid_at));
                checkpoint
                """);
            var copy = await store.CopyAsync(
                "public.bare (payment_id, canteen_code, canteen_region_code, paid_at, amount, payer_id, payer_org_name, payer_kind, letter_no, meal_type)", file);
            await store.EmptyAsync("canteen_payment");
            var ours = await store.ChildAsync("load-one", file);
            await store.EmptyAsync("canteen_payment");
            var warm = await store.ChildAsync("load-twice", file);
            results.Add((copy, ours, warm));
            Console.WriteLine($"run {run}: \\copy {copy}, ours {ours}, ratio {copy.Seconds / ours.Seconds:0.00}, loaded before {warm}, ratio {copy.Seconds / warm.Seconds:0.00}");
        }

        Results.Add(inOrder ? "ingest-in-order" : "ingest", string.Create(CultureInfo.InvariantCulture,
            $"{Results.Where()}| {rows:N0} | {results.Count} | {Results.Median(results.Select(r => r.Copy.Seconds)):0.00} s | {Results.Median(results.Select(r => r.Ours.Seconds)):0.00} s | **{Results.Median(results.Select(r => r.Copy.Seconds / r.Ours.Seconds)):0.00}** | {Results.Median(results.Select(r => r.Warm.Seconds)):0.00} s | **{Results.Median(results.Select(r => r.Copy.Seconds / r.Warm.Seconds)):0.00}** | {results.Max(r => r.Ours.Peak) / 1e6:0} MB |"));
        return 0;
    }

    /// <summary>The child: loads one file.</summary>
    public static async Task<int> LoadAsync(string dataDirectory, string connection, string file)
    {
        await using var db = await FundWatchDatabase.OpenAsync(new DatabaseOptions(dataDirectory, connection), TimeProvider.System, default);
        return await LoadAsync(db, file);
    }

    /// <summary>The child: loads one file, empties the store and loads it again; the second time is measured (the CPU seconds are those of both).</summary>
    public static async Task<int> LoadTwiceAsync(string dataDirectory, string connection, string file)
    {
        await using var db = await FundWatchDatabase.OpenAsync(new DatabaseOptions(dataDirectory, connection), TimeProvider.System, default);
        await new IngestService(db, TimeProvider.System).IngestAsync(new IngestRequest([file]), null, default);
        foreach (var statement in BenchStore.Emptying("canteen_payment"))
        {
            await using var empty = db.Owner.CreateCommand(statement);
            await empty.ExecuteNonQueryAsync();
        }

        return await LoadAsync(db, file);
    }

    private static async Task<int> LoadAsync(FundWatchDatabase db, string file)
    {
        var started = Stopwatch.GetTimestamp();
        var report = await new IngestService(db, TimeProvider.System).IngestAsync(new IngestRequest([file]), null, default);
        BenchStore.PrintSelf(started);
        Console.Error.WriteLine($"  {report.Totals}");
        return report.HasRefusals ? 3 : 0;
    }
}
