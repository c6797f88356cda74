using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Postgres;

namespace FundWatch.Benchmarks;

/// <summary>The same rows of 18 columns from files of several formats into the encoder, without a store: rows per second and the ratio to CSV in the same run.</summary>
internal static class FormatBenchmark
{
    /// <param name="section">Of RESULTS.md.</param>
    /// <param name="formats">The first is what the others are held against.</param>
    public static async Task<int> RunAsync(string section, string[] args, int defaultRows, params string[] formats)
    {
        var rows = Options.Number(args, "--rows", defaultRows);
        var runs = Options.Number(args, "--runs", 5);
        var table = BenchTable.Of(args);
        var folder = Directory.CreateTempSubdirectory("fundwatch-bench-").FullName;
        try
        {
            foreach (var format in formats)
            {
                await table.WriteAsync(Path.Combine(folder, "table." + format), rows);
            }

            var keys = Keys.Open(DataDirectory.Open(folder));
            var rates = formats.ToDictionary(f => f, _ => new List<double>());
            var perCpu = formats.ToDictionary(f => f, _ => new List<double>());
            for (var run = 1; run <= runs; run++)
            {
                foreach (var format in formats)
                {
                    var cpu = Options.CpuSeconds();
                    rates[format].Add(rows / Load(Path.Combine(folder, "table." + format), keys, rows));
                    perCpu[format].Add(rows / (Options.CpuSeconds() - cpu));
                }

                Console.WriteLine($"run {run}: " + string.Join(", ", formats.Select(f => $"{f} {rates[f][^1]:N0} rows/s ({perCpu[f][^1]:N0} per CPU second)")));
            }

            using var self = Process.GetCurrentProcess();
            foreach (var format in formats)
            {
                var ratio = Results.Median(rates[format].Zip(rates[formats[0]], (a, b) => a / b));
                var cpuRatio = Results.Median(perCpu[format].Zip(perCpu[formats[0]], (a, b) => a / b));
                Results.Add(section, string.Create(CultureInfo.InvariantCulture,
                    $"{Results.Where()}| {table.Stream} | {format} | {rows:N0} | {new FileInfo(Path.Combine(folder, "table." + format)).Length / 1e6:N0} MB | {runs} | {Results.Median(rates[format]):N0} | **{ratio:0.00}** | {Results.Median(perCpu[format]):N0} | **{cpuRatio:0.00}** |"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As a load does it: hash and recognition included.
    private static double Load(string path, Keys keys, int rows)
    {
        var started = Stopwatch.GetTimestamp();
        var file = SourceFile.Probe(path, largeFile: SourceFile.LargeFile);
        using var held = file.Hold();
        Layout layout;
        using (var header = file.OpenRows())
        {
            layout = HeaderRecognition.Recognise(header, null, path);
        }

        using var cipher = new VaultCipher(keys);
        var chunk = new Chunk();
        using var reader = file.OpenRows();
        var encoder = new RowEncoder(layout, new BatchStamp(1, 1), new Tokens(keys, cipher), cipher, true, reader.IsKnownValid, TimeProvider.System);
        for (var i = 0; i < layout.HeaderRow; i++)
        {
            reader.Read();
        }

        long count = 0, refused = 0;
        while (reader.Read())
        {
            encoder.Encode(reader, chunk);
            count++;
            if (chunk.IsFull())
            {
                refused += chunk.Refused.Count;
                chunk.Clear();
            }
        }

        _ = file.Sha256;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return count == rows && refused + chunk.Refused.Count == 0 ? seconds
            : throw new InvalidOperationException($"{path}: {count:N0} rows, {refused + chunk.Refused.Count:N0} refused ({chunk.Refused.FirstOrDefault()?.English})");
    }
}
