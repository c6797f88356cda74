using System.Globalization;

namespace FundWatch.Benchmarks;

/// <summary>
/// Five million rows of 18 columns: <c>psql \copy</c> into a bare table with the key, our reader and encoder with nothing but types and the key behind them,
/// our whole load, the same file again, and the file with one row in a hundred changed. Medians of the ratios of each run.
/// </summary>
internal static class WideBenchmark
{
    private const string Bare = """
        create table public.bare (purchase_id text not null, school_code text not null, school_name text not null, region_code text not null, supplier_code text, supplier_name text,
            item_name text not null, item_kind text, quantity numeric(18,4) not null, unit text not null, unit_price numeric(18,2) not null, amount numeric(18,2) not null,
            purchased_on date not null, diners integer, channel text, reference_price numeric(18,2), department text, remark text, source_id integer not null default 1,
            primary key (purchase_id, source_id, purchased_on))
        """;

    // What typed rows go without.
    private static readonly string[] _ofVersions = ["batch_id", "line_no", "row_hash", "warnings", "recorded_from"];

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = Options.Number(args, "--rows", 5_000_000);
        var runs = Options.Number(args, "--runs", 3);
        var changes = Options.Number(args, "--changes", 1); // files in each run, each with another hundredth of the rows changed
        await using var store = await BenchStore.OpenAsync();
        var (file, changed) = (store.FileName("purchases.csv"), store.FileName("purchases-changed.csv"));
        PurchaseFile.Write(file, rows, seed: 7);
        Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e6:N0} MB");
        var results = new List<(Measured Copy, Measured Typed, Measured Full, Measured Again, Measured Changed)>();
        var typedColumns = await store.ScalarAsync<string>($"select string_agg(definition, ', ') from fw.stored_columns('meal_purchase') where not name = any(array[{string.Join(", ", _ofVersions.Select(c => $"'{c}'"))}])");
        for (var run = 1; run <= runs; run++)
        {
            await store.EmptyAsync("meal_purchase"); // or the server would clean up after the last run beside this one's first two
            await store.ExecuteAsync($"drop table if exists public.bare; {Bare}; checkpoint");
            var copy = await store.CopyAsync($"public.bare ({PurchaseFile.Columns})", file);
            await store.ExecuteAsync($"drop table public.bare; drop table if exists public.typed; create table public.typed ({typedColumns}); alter table public.typed alter column source_id set default 1; checkpoint");
            var typed = await store.ChildAsync("typed-one", file);
            await store.ExecuteAsync("drop table public.typed; checkpoint");
            var full = await store.ChildAsync("load-one", file);
            var again = await store.ChildAsync("load-one", file);
            var seconds = new List<Measured>();
            for (var change = 1; change <= changes; change++)
            {
                PurchaseFile.Write(changed, rows, seed: 7, changedEvery: 100, change);
                await store.ExecuteAsync("vacuum analyze record.meal_purchase; checkpoint"); // what autovacuum does by itself long before the next month's file comes
                seconds.Add(await store.ChildAsync("load-one", changed));
                if (await store.ScalarAsync<long>("select count(*) from history.meal_purchase") is var replaced && replaced != rows / 100 * change)
                {
                    throw new InvalidOperationException($"{replaced} rows were replaced.");
                }

                Console.WriteLine($"  1 % changed {seconds[^1]}, share {seconds[^1].Seconds / full.Seconds:0.00}");
            }

            var second = seconds.OrderBy(m => m.Seconds).ElementAt(changes / 2);
            results.Add((copy, typed, full, again, second));
            Console.WriteLine($"run {run}:\n  \\copy {copy}\n  typed {typed}, ratio {copy.Seconds / typed.Seconds:0.00}\n  full {full}, ratio {copy.Seconds / full.Seconds:0.00}\n  again {again}");
        }

        string Seconds(Func<(Measured Copy, Measured Typed, Measured Full, Measured Again, Measured Changed), double> of) =>
            Results.Median(results.Select(of)).ToString("0.00", CultureInfo.InvariantCulture);
        Results.Add("ingest-wide", $"{Results.Where()}| {rows.ToString("N0", CultureInfo.InvariantCulture)} | {runs} | {Seconds(r => r.Copy.Seconds)} s | {Seconds(r => r.Typed.Seconds)} s, **{Seconds(r => r.Copy.Seconds / r.Typed.Seconds)}** "
            + $"| {Seconds(r => r.Full.Seconds)} s, **{Seconds(r => r.Copy.Seconds / r.Full.Seconds)}** | {Seconds(r => r.Again.Seconds)} s | {Seconds(r => r.Changed.Seconds)} s, **{Seconds(r => r.Changed.Seconds / r.Full.Seconds)}** "
            + $"| {results.Max(r => Math.Max(r.Full.Peak, r.Changed.Peak)) / 1_000_000} MB |");
        return 0;
    }
}
