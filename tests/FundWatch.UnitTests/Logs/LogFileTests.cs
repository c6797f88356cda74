using FundWatch.Data.Postgres;
using FundWatch.Host.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FundWatch.UnitTests.Logs;

public sealed class LogFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("fundwatch-log-");

    private string Log => Path.Combine(_root.FullName, "logs", "fundwatch.log");

    [Fact]
    public void An_entry_says_when_where_and_what_with_the_trace_of_its_exception()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        using var provider = new LogFileProvider(new LogFile(DataDirectory.Open(_root.FullName)), clock);

        provider.CreateLogger("FundWatch.Jobs").LogError(new InvalidOperationException("odd"), "job {Job} failed", "score");

        File.ReadAllText(Log).Should().StartWith("2026-03-02 09:00:00 +08:00 Error FundWatch.Jobs: job score failed\nSystem.InvalidOperationException: odd");
        File.GetUnixFileMode(Log).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void It_never_takes_more_than_its_files_and_the_newest_entry_is_in_the_first()
    {
        var file = new LogFile(DataDirectory.Open(_root.FullName), limit: 1000);

        for (var i = 0; i < 500; i++)
        {
            file.Append($"entry {i} {new string('x', 50)}\n");
        }

        var files = new DirectoryInfo(Path.GetDirectoryName(Log)!).GetFiles();
        files.Should().HaveCount(LogFile.Kept);
        files.Should().OnlyContain(f => f.Length < 1100);
        string.Concat(files.Select(f => File.ReadAllText(f.FullName))).Should().Contain("entry 499").And.NotContain("entry 0 ");
    }

    [Fact]
    public async Task Entries_of_several_writers_stay_whole()
    {
        var directory = DataDirectory.Open(_root.FullName);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var file = new LogFile(directory); // as in a process of its own
            for (var i = 0; i < 50; i++)
            {
                file.Append($"{writer}:{i:D2}:end\n");
            }
        })));

        File.ReadAllLines(Log).Should().HaveCount(200).And.OnlyContain(line => line.EndsWith(":end", StringComparison.Ordinal)).And.OnlyHaveUniqueItems();
    }

    public void Dispose() => _root.Delete(recursive: true);
}
