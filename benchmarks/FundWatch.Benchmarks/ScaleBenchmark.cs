using System.Globalization;

namespace FundWatch.Benchmarks;

/// <summary>First loads of canteen payments of growing length, each into an empty stream: does a row cost the same, and does memory stay flat?</summary>
internal static class ScaleBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var millions = Array.IndexOf(args, "--millions") is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : "10,20,40";
        foreach (var rows in millions.Split(',').Select(m => int.Parse(m, CultureInfo.InvariantCulture) * 1_000_000))
        {
            await using var store = await BenchStore.OpenAsync();
            var file = store.FileName("payments.csv");
            PaymentFile.Write(file, rows, seed: 7);
            var size = new FileInfo(file).Length;
            var load = await store.ChildAsync("load-one", file);
            Results.Add("ingest-scale", string.Create(CultureInfo.InvariantCulture,
                $"{Results.Where()}| {rows:N0} | {size / 1e9:0.0} GB | {load.Seconds:0} s | {rows / load.Seconds:N0} | {1e6 * (load.Client + load.Server) / rows:0.0} µs | {load.Peak / 1e6:0} MB |"));
        }

        return 0;
    }
}
