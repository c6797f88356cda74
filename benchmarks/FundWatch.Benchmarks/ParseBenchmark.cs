using System.Diagnostics;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Postgres;

namespace FundWatch.Benchmarks;

/// <summary>What the loader's own thread costs: reading, typing and encoding, without PostgreSQL.</summary>
internal static class ParseBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rows = Options.Number(args, "--rows", 1_000_000);
        var runs = Options.Number(args, "--runs", 10);
        var folder = Directory.CreateTempSubdirectory("fundwatch-bench-").FullName;
        string path;
        if (Options.Text(args, "--format", "") is { Length: > 0 } format)
        {
            path = Path.Combine(folder, "table." + format);
            await BenchTable.Of(args).WriteAsync(path, rows);
        }
        else
        {
            path = Path.Combine(folder, "payments.csv");
            PaymentFile.Write(path, rows, seed: 7);
        }

        var keys = Keys.Open(DataDirectory.Open(folder));
        for (var run = 0; run < runs; run++)
        {
            var counts = run % 2 == 1; // with and without the quality profile, in turn: the difference is its cost
            var started = Stopwatch.GetTimestamp();
            var file = SourceFile.Probe(path);
            var probed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Layout layout;
            using (var header = file.OpenRows())
            {
                layout = HeaderRecognition.Recognise(header, null, path);
            }

            started = Stopwatch.GetTimestamp();
            using (var bare = file.OpenRows())
            {
                while (bare.Read())
                {
                }
            }

            var read = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            using var cipher = new VaultCipher(keys);
            var encoder = new RowEncoder(layout, new BatchStamp(1, 1), new Tokens(keys, cipher), cipher, true, true, TimeProvider.System)
            {
                Profile = counts ? new LoadProfile(layout, new DateOnly(2026, 1, 1)) : null,
            };
            var chunk = new Chunk();
            using var reader = file.OpenRows();
            for (var i = 0; i < layout.HeaderRow; i++)
            {
                reader.Read();
            }

            long bytes = 0, persons = 0;
            while (reader.Read())
            {
                encoder.Encode(reader, chunk);
                if (chunk.IsFull())
                {
                    bytes += chunk.Length;
                    persons += chunk.Vault.Count;
                    chunk.Clear();
                }
            }

            var encoded = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine($"probe {probed:0.00} s, read {read:0.00} s, read and encode{(counts ? " and profile" : "")} {encoded:0.00} s ({(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.00} s CPU) = {rows / encoded:N0} rows/s, {bytes / 1e6:N0} MB, {persons:N0} vault entries");
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }
}
