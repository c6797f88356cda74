using System.Diagnostics;
using System.Globalization;
using System.Text;
using FundWatch.Data.Files;

namespace FundWatch.Benchmarks;

/// <summary>OCDS releases as JSON Lines, each process in two releases, read once for each stream as a load does it: megabytes of the file per second, hash and merging included.</summary>
internal static class OcdsBenchmark
{
    public static int Run(string[] args)
    {
        var megabytes = Options.Number(args, "--megabytes", 60);
        var folder = Directory.CreateTempSubdirectory("fundwatch-bench-").FullName;
        try
        {
            var path = Path.Combine(folder, "releases.jsonl");
            Write(path, megabytes);
            var size = new FileInfo(path).Length / 1e6;
            for (var run = 1; run <= Options.Number(args, "--runs", 3); run++)
            {
                var (started, cpu) = (Stopwatch.GetTimestamp(), Options.CpuSeconds());
                var file = SourceFile.Probe(path);
                long rows = 0;
                foreach (var part in file.Parts())
                {
                    using var reader = file.OpenRows(part.Name);
                    while (reader.Read())
                    {
                        rows++;
                    }
                }

                var (seconds, used) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Options.CpuSeconds() - cpu);
                using var self = Process.GetCurrentProcess();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {DateTime.UtcNow:yyyy-MM-dd} | {size:0} MB | {rows:N0} rows | {seconds:0.0} s | {used:0.0} CPU s | {size / used:0.0} MB per CPU second | {self.PeakWorkingSet64 / 1e6:0} MB |"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string path, int megabytes)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        var parties = string.Join(',', Enumerable.Range(0, 6).Select(i => $"{{\"id\":\"P{i}\",\"name\":\"Supplier number {i} Limited\",\"address\":{{\"streetAddress\":\"{i} Long Street\",\"region\":\"431223\"}},\"contactPoint\":{{\"telephone\":\"0745 {i}\"}}}}"));
        var bids = string.Join(',', Enumerable.Range(1, 4).Select(i => $"{{\"id\":\"b{i}\",\"status\":\"valid\",\"value\":{{\"amount\":{80000 + i},\"currency\":\"CNY\"}},\"tenderers\":[{{\"id\":\"P{i}\",\"name\":\"Supplier number {i} Limited\"}}]}}"));
        for (var i = 0; file.BaseStream.Length < megabytes * 1_000_000L; i++)
        {
            file.WriteLine($"{{\"ocid\":\"x-{i}\",\"id\":\"1\",\"date\":\"2024-01-01T00:00:00Z\",\"tag\":[\"tender\"],\"buyer\":{{\"id\":\"P0\",\"name\":\"Water bureau\"}},\"parties\":[{parties}],\"tender\":{{\"title\":\"Canal {i}\",\"procurementMethod\":\"open\",\"value\":{{\"amount\":90000,\"currency\":\"CNY\"}}}},\"bids\":{{\"details\":[{bids}]}}}}");
            file.WriteLine($"{{\"ocid\":\"x-{i}\",\"id\":\"2\",\"date\":\"2024-02-01T00:00:00Z\",\"tag\":[\"award\"],\"awards\":[{{\"id\":\"a\",\"status\":\"active\",\"date\":\"2024-02-01T00:00:00Z\",\"value\":{{\"amount\":80001,\"currency\":\"CNY\"}},\"suppliers\":[{{\"id\":\"P1\",\"name\":\"Supplier number 1 Limited\"}}]}}]}}");
        }
    }
}
