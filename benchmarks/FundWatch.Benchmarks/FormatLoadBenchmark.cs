using System.Globalization;

namespace FundWatch.Benchmarks;

/// <summary>The same rows of 18 columns from files of several formats loaded into a store, everything included, each by a process of its own; what is stored must be the same.</summary>
internal static class FormatLoadBenchmark
{
    public static async Task<int> RunAsync(string[] args, params string[] formats)
    {
        var rows = Options.Number(args, "--rows", 1_000_000);
        var runs = Options.Number(args, "--runs", 3);
        var table = BenchTable.Of(args);
        await using var store = await BenchStore.OpenAsync();
        foreach (var format in formats)
        {
            await table.WriteAsync(store.FileName("table." + format), rows);
        }

        var results = formats.ToDictionary(f => f, _ => new List<Measured>());
        string? stored = null;
        for (var run = 1; run <= runs; run++)
        {
            foreach (var format in formats)
            {
                await store.EmptyAsync(table.Stream);
                var measured = await store.ChildAsync("load-one", store.FileName("table." + format));
                results[format].Add(measured);
                Console.WriteLine($"run {run}: {format} {measured}, ratio {results[formats[0]][^1].Seconds / measured.Seconds:0.00}");
                var found = await store.ScalarAsync<string>($"select count(*) || md5(string_agg(row_hash::text, '' order by row_hash)) from record.{table.Stream}");
                stored ??= found;
                if (stored != found || !found.StartsWith($"{rows}", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{format} stored other rows: {found}, not {stored}");
                }
            }
        }

        foreach (var format in formats)
        {
            var (mine, first) = (results[format], results[formats[0]]);
            Results.Add("columnar-whole", string.Create(CultureInfo.InvariantCulture,
                $"{Results.Where()}| {table.Stream} | {format} | {rows:N0} | {runs} | {rows / Results.Median(mine.Select(m => m.Seconds)):N0} | **{Results.Median(first.Zip(mine, (a, b) => a.Seconds / b.Seconds)):0.00}** | {Results.Median(mine.Select(m => m.Client)):0.0} s | {Results.Median(mine.Select(m => m.Server)):0.0} s | {mine.Max(m => m.Peak) / 1e6:0} MB |"));
        }

        return 0;
    }
}
