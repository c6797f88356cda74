using System.Diagnostics;
using System.Text.Json;

namespace FundWatch.DatabaseTests.Host;

/// <summary>A disk that is full in earnest: a small one in memory, mounted for the test, with the whole data directory on it.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int DiskMegabytes = 400, LeftMegabytes = 28, FirstRows = 2_000, SecondRows = 300_000;
    private readonly string _files = Directory.CreateTempSubdirectory("fundwatch-full-").FullName;
    private readonly string _disk;

    public FullDiskTests()
    {
        // As root the server runs as another user: one that cannot look in here would have its cluster on another disk.
        File.SetUnixFileMode(_files, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _disk = Directory.CreateDirectory(Path.Combine(_files, "disk")).FullName;
    }

    [SkippableFact]
    public async Task A_load_stopped_by_a_full_disk_says_so_harms_nothing_and_is_finished_when_there_is_room()
    {
        Skip.IfNot(Mount(), "Needs the right to mount a small disk (root with CAP_SYS_ADMIN on Linux).");
        var first = Payments("first", FirstRows);
        var second = Payments("second", SecondRows);
        (await IngestAsync(first)).Code.Should().Be(0);
        var ballast = Path.Combine(_disk, "ballast");
        await FillAsync(ballast);

        var stopped = await IngestAsync(second);
        stopped.Code.Should().Be(1);
        stopped.Error.Should().Contain("disk is full").And.Contain("run the same command again").And.NotContain("   at ");

        var stillFull = await IngestAsync(second);
        stillFull.Code.Should().Be(1);
        stillFull.Error.Should().Contain("disk is full").And.Contain("run the same command again");

        File.Delete(ballast);
        var finished = await IngestAsync(second);
        finished.Code.Should().Be(0, finished.Error);
        (Total(finished, "loaded") + Total(finished, "unchanged")).Should().Be(SecondRows);
        Total(await IngestAsync(first), "unchanged").Should().Be(FirstRows, "what was loaded before is all there");
        Total(await IngestAsync(second), "unchanged").Should().Be(SecondRows);
    }

    public void Dispose()
    {
        Run("umount", _disk);
        Directory.Delete(_files, recursive: true);
    }

    private bool Mount() => OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={DiskMegabytes}m,mode=0755", "fundwatch-test", _disk);

    private static bool Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }

    private Task<(int Code, string Out, string Error)> IngestAsync(string file) => Program.RunAsync("ingest", file, "--json", "--data-dir", Path.Combine(_disk, "data"));

    private static int Total((int Code, string Out, string Error) run, string name)
    {
        using var json = JsonDocument.Parse(run.Out);
        return json.RootElement.GetProperty("totals").GetProperty(name).GetInt32();
    }

    private async Task FillAsync(string path)
    {
        var size = new DriveInfo(_disk).AvailableFreeSpace - (LeftMegabytes << 20);
        await using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var written = 0L; written < size; written += block.Length)
        {
            await file.WriteAsync(block);
        }
    }

    private string Payments(string name, int rows)
    {
        var path = Path.Combine(_files, name + ".csv");
        using var file = new StreamWriter(path);
        file.WriteLine("payment_id,canteen_code,paid_at,amount,payer_org_name,letter_no");
        for (var i = 0; i < rows; i++)
        {
            file.WriteLine($"{name}{i:0000000},ST{i % 50:000},2025-03-{1 + i % 28:00} 12:{i % 60:00}:00,{10 + i % 40}.00,某单位{i % 300},某函〔2025〕{i % 900}号");
        }

        return path;
    }
}
