using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Benchmarks;

/// <summary>What a measured program did: seconds, its own peak of resident memory in bytes, CPU seconds of itself and of the server.</summary>
internal sealed record Measured(double Seconds, long Peak, double Client, double Server)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.00} s (server CPU {Server:0.00}, client CPU {Client:0.00}, peak {Peak / 1e6:0} MB)");
}

/// <summary>A store of its own in a folder that is removed afterwards, with the peer's tool beside it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private BenchStore(string folder, FundWatchDatabase database) => (Folder, Database) = (folder, database);

    public string Folder { get; }
    public FundWatchDatabase Database { get; }

    public static async Task<BenchStore> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("fundwatch-bench-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new BenchStore(folder, await FundWatchDatabase.OpenAsync(new DatabaseOptions(Path.Combine(folder, "data"), null), TimeProvider.System, default));
    }

    public string FileName(string name) => Path.Combine(Folder, name);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Statements, each by itself.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.Owner.OpenConnectionAsync();
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Empties the stream and all that is known of loads.</summary>
    public Task EmptyAsync(string stream) => ExecuteAsync(string.Join(';', Emptying(stream)));

    /// <summary>The statements for that.</summary>
    public static string[] Emptying(string stream) => [$"truncate record.{stream}, history.{stream}, ingest.batch, vault.personal cascade", "checkpoint"];

    /// <summary>psql's \copy of a CSV file with a header.</summary>
    /// <param name="target">A table with its columns.</param>
    public Task<Measured> CopyAsync(string target, string file)
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString);
        var psql = new ProcessStartInfo("psql", [
            "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, "-d", settings.Database!, "-q", "-c",
            $"\\copy {target} from '{file}' with (format csv, header true)"]);
        psql.Environment["PGPASSWORD"] = settings.Password;
        return MeasureAsync(psql, file);
    }

    /// <summary>This program again, as a child whose memory is its own; it prints seconds, peak and CPU seconds.</summary>
    public Task<Measured> ChildAsync(string verb, string file) =>
        MeasureAsync(new ProcessStartInfo(Environment.ProcessPath!, [verb, Path.Combine(Folder, "data"), Database.OwnerConnectionString, file]) { RedirectStandardOutput = true }, file);

    /// <summary>What a child prints at its end.</summary>
    public static void PrintSelf(long started)
    {
        using var self = Process.GetCurrentProcess();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {JitInfo.GetCompiledMethodCount():N0} methods compiled in {JitInfo.GetCompilationTime().TotalSeconds:0.00} s of CPU; {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)} collections in {GC.GetTotalPauseDuration().TotalMilliseconds:0} ms, {GC.GetTotalAllocatedBytes() / 1e6:0} MB allocated"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds} {self.PeakWorkingSet64} {self.TotalProcessorTime.TotalSeconds}"));
    }

    // A machine may drop from memory what nobody has read for a minute: whoever is measured finds the file there, however long those before took.
    private static async Task ReadThroughAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        await stream.CopyToAsync(Stream.Null);
    }

    private async Task<Measured> MeasureAsync(ProcessStartInfo start, string file)
    {
        var before = CpuNow();
        TouchedMemory.Touch();
        await ReadThroughAsync(file);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = start.RedirectStandardOutput ? await process.StandardOutput.ReadToEndAsync() : "";
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}");
        }

        Thread.Sleep(500); // a backend takes a moment to end
        var server = CpuNow() - before;
        var parts = output.Split(' ');
        return parts.Length < 3 ? new Measured(seconds, 0, 0, server)
            : new Measured(double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture), server);
    }

    /// <summary>CPU seconds of the server's processes so far, those at work among them.</summary>
    public double CpuNow()
    {
        var postmaster = Postmaster();
        var alive = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => Stat(name!)).OfType<string[]>().Where(stat => stat[1] == postmaster);
        return Ticks(Stat(postmaster)!, 13, 14) + alive.Sum(stat => Ticks(stat, 11, 12));
    }

    private string Postmaster() => File.ReadLines(Path.Combine(Folder, "data", "server", "cluster", "postmaster.pid")).First();

    // What stands behind the program's name in /proc/PID/stat; null where the process has ended.
    private static string[]? Stat(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Ticks(string[] stat, params int[] fields) => fields.Sum(f => long.Parse(stat[f], CultureInfo.InvariantCulture)) / 100.0;
}
