using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Ingest;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Benchmarks;

/// <summary>
/// Our loader, everything included (recognition, typing, tokens, hashes, versions, quarantine, partitions, resumable chunks), against <c>psql \copy</c> of the
/// same file into a bare logged table with the same key on the same server. Alternating runs in one go; the median of the ratios is the result.
/// </summary>
internal static class IngestBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var rows = Option(args, "--rows", 1_000_000);
        var runs = Option(args, "--runs", 5);
        var folder = Directory.CreateTempSubdirectory("fundwatch-bench-").FullName;
        try
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            var file = Path.Combine(folder, "payments.csv");
            PaymentFile.Write(file, rows, seed: 7);
            Console.WriteLine($"{rows:N0} rows, {new FileInfo(file).Length / 1e6:N0} MB");
            await using var db = await FundWatchDatabase.OpenAsync(new DatabaseOptions(Path.Combine(folder, "data"), null), TimeProvider.System, default);
            var results = new List<(double Copy, double Ours, long Peak)>();
            for (var run = 1; run <= runs; run++)
            {
                var before = ServerCpu(folder);
                var copy = await CopyAsync(db, file);
                var between = ServerCpu(folder);
                var (ours, peak, client) = await OursAsync(db, folder, file);
                var after = ServerCpu(folder);
                results.Add((copy, ours, peak));
                Console.WriteLine($"run {run}: \\copy {copy:0.00} s (server CPU {between - before:0.0}), ours {ours:0.00} s (server CPU {after - between:0.0}, client CPU {client:0.0}), "
                    + $"ratio {copy / ours:0.00}, peak {peak / 1e6:0} MB");
            }

            Report(rows, results);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The child: loads one file and prints seconds and its own peak of resident memory.</summary>
    public static async Task<int> LoadAsync(string dataDirectory, string connection, string file)
    {
        await using var db = await FundWatchDatabase.OpenAsync(new DatabaseOptions(dataDirectory, connection), TimeProvider.System, default);
        var started = Stopwatch.GetTimestamp();
        var report = await new IngestService(db, TimeProvider.System).IngestAsync(new IngestRequest([file]), null, default);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {self.PeakWorkingSet64} {self.TotalProcessorTime.TotalSeconds}"));
        return report.HasRefusals ? 3 : 0;
    }

    private static async Task<double> CopyAsync(FundWatchDatabase db, string file)
    {
        await ExecuteAsync(db, """
            drop table if exists public.bare;
            create table public.bare (payment_id text not null, canteen_code text not null, canteen_region_code text, paid_at timestamptz not null, amount numeric(18,2) not null,
                payer_id text, payer_org_name text, payer_kind text, letter_no text, meal_type text, source_id integer not null default 1,
                primary key (payment_id, source_id, paid_at));
            checkpoint
            """);
        var settings = new NpgsqlConnectionStringBuilder(db.OwnerConnectionString);
        var psql = new ProcessStartInfo("psql", [
            "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, "-d", settings.Database!, "-q", "-c",
            "\\copy public.bare (payment_id, canteen_code, canteen_region_code, paid_at, amount, payer_id, payer_org_name, payer_kind, letter_no, meal_type) "
            + $"from '{file}' with (format csv, header true)"]);
        psql.Environment["PGPASSWORD"] = settings.Password;
        return (await TimeAsync(psql)).Seconds;
    }

    private static async Task<(double Seconds, long Peak, double Cpu)> OursAsync(FundWatchDatabase db, string folder, string file)
    {
        await ExecuteAsync(db, "truncate record.canteen_payment, history.canteen_payment, ingest.batch, vault.personal cascade; checkpoint");
        var child = new ProcessStartInfo(Environment.ProcessPath!, ["load-one", Path.Combine(folder, "data"), db.OwnerConnectionString, file]) { RedirectStandardOutput = true };
        var (_, output) = await TimeAsync(child);
        var parts = output.Split(' ');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private static async Task<(double Seconds, string Output)> TimeAsync(ProcessStartInfo start)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = start.RedirectStandardOutput ? await process.StandardOutput.ReadToEndAsync() : "";
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (Stopwatch.GetElapsedTime(started).TotalSeconds, output)
            : throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}");
    }

    // CPU seconds of the server's processes that have ended: each load runs in a backend of its own. On a busy machine these say more than the clock.
    private static double ServerCpu(string folder)
    {
        Thread.Sleep(500); // a backend takes a moment to end
        var postmaster = File.ReadLines(Path.Combine(folder, "data", "server", "cluster", "postmaster.pid")).First();
        var stat = File.ReadAllText($"/proc/{postmaster}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static async Task ExecuteAsync(FundWatchDatabase db, string sql)
    {
        await using var connection = await db.Owner.OpenConnectionAsync();
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    private static void Report(int rows, List<(double Copy, double Ours, long Peak)> results)
    {
        var ratio = Median(results.Select(r => r.Copy / r.Ours));
        var line = string.Create(CultureInfo.InvariantCulture,
            $"| {DateTime.UtcNow:yyyy-MM-dd} | {Cpu()} | {rows:N0} | {results.Count} | {Median(results.Select(r => r.Copy)):0.00} s | {Median(results.Select(r => r.Ours)):0.00} s | **{ratio:0.00}** | {results.Max(r => r.Peak) / 1e6:0} MB |");
        Console.WriteLine(line);
        var path = ResultsFile();
        if (!File.Exists(path))
        {
            File.WriteAllText(path, """
                # Measured results

                Appended by the commands of this folder; ratios hold for one run on one machine, absolute figures drift.

                ## ingest

                A canteen-payment CSV: `psql \copy` into a bare logged table with the same primary key against our loader with everything included
                (recognition, typing, tokens, hashes, versions, quarantine, monthly partitions, resumable chunks). Bar: ratio at least 1.0, memory under 300 MB.

                | date | machine | rows | runs | `\copy` | FundWatch | ratio | peak memory |
                |---|---|---|---|---|---|---|---|

                """.ReplaceLineEndings("\n"));
        }

        File.AppendAllText(path, line + "\n");
    }

    private static string Cpu()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{Environment.ProcessorCount} cores, {model ?? "unknown CPU"}";
    }

    private static string ResultsFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? ".", "benchmarks", "RESULTS.md");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static int Option(string[] args, string name, int fallback) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
}
