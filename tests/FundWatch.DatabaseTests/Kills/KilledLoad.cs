using System.Diagnostics;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Kills;

/// <summary>When a process was killed.</summary>
/// <param name="Phase">What it was about: starting, writing rows, or finishing (indexes, partitions, repeated keys).</param>
/// <param name="After">Milliseconds into that phase.</param>
internal sealed record KillMoment(string Phase, int After, long Committed)
{
    public override string ToString() => $"{Phase}+{After} ms at {Committed}";
}

/// <summary>How long the phases of an undisturbed load take, in milliseconds.</summary>
internal sealed record Pace(int Starting, int Writing, int Finishing);

/// <summary>A load of one file by the program itself, as a process of its own that may be killed.</summary>
internal sealed class KilledLoad(TestDatabase store, string program, KillFile file)
{
    /// <summary>Loads the file and takes the time.</summary>
    public async Task<Pace> UndisturbedAsync()
    {
        using var child = Start();
        var clock = Stopwatch.StartNew();
        long connected = 0, written = 0;
        while (!child.HasExited)
        {
            var (isThere, committed) = await StateAsync(child);
            connected = connected == 0 && isThere ? clock.ElapsedMilliseconds : connected;
            written = written == 0 && committed >= file.Rows ? clock.ElapsedMilliseconds : written;
            await Task.Delay(2);
        }

        await EndedWellAsync(child);
        var end = clock.ElapsedMilliseconds;
        (connected, written) = (connected == 0 ? end : connected, written == 0 ? end : written);
        return new Pace((int)connected, (int)(written - connected), (int)(end - written));
    }

    /// <summary>Starts the load again after each kill, and lets it end after the last.</summary>
    public async Task<IReadOnlyList<KillMoment>> KilledAsync(Random random, int kills, Pace pace)
    {
        var done = new List<KillMoment>();
        while (done.Count < kills && await RunAsync(random, pace) is { } moment)
        {
            done.Add(moment);
        }

        using var last = Start();
        await EndedWellAsync(last);
        return done;
    }

    // Null where the load came to its end before its moment did.
    private async Task<KillMoment?> RunAsync(Random random, Pace pace)
    {
        var (phase, length) = random.Next(10) switch
        {
            0 => ("starting", pace.Starting), <= 5 => ("writing", pace.Writing), _ => ("finishing", pace.Finishing),
        };
        var after = random.Next(length + 1);
        using var child = Start();
        var clock = new Stopwatch();
        while (!child.HasExited)
        {
            var (isThere, committed) = await StateAsync(child);
            if (phase == "starting" || (isThere && (phase == "writing" || committed >= file.Rows)))
            {
                clock.Start();
            }

            if (clock.IsRunning && clock.ElapsedMilliseconds >= after)
            {
                child.Kill(); // SIGKILL
                await child.WaitForExitAsync();
                return child.ExitCode == 0 ? null : new KillMoment(phase, after, committed);
            }

            await Task.Delay(1);
        }

        return null;
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet",
        ["exec", program, "ingest", file.Path, "--json", "--data-dir", store.Store.Directory.Root, "--connection", store.ConnectionString])
    { RedirectStandardOutput = true, RedirectStandardError = true })!;

    // Whether the child has reached the store, and how far its batch is.
    private async Task<(bool IsThere, long Committed)> StateAsync(Process child)
    {
        await using var command = store.Owner.CreateCommand("""
            select exists (select from pg_stat_activity where datname = current_database() and usename like 'fundwatch_app%' and backend_start >= $1),
                coalesce((select max(committed_rows) from ingest.batch where file_name = $2), 0)
            """);
        command.Parameters.Add(new() { Value = child.StartTime.ToUniversalTime() });
        command.Parameters.Add(new() { Value = Path.GetFileName(file.Path) });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetBoolean(0), reader.GetInt64(1));
    }

    private static async Task EndedWellAsync(Process child)
    {
        var output = await child.StandardOutput.ReadToEndAsync() + await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        child.ExitCode.Should().Be(3, output); // done, with rows in quarantine
    }
}
