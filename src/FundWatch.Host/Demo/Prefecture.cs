using FundWatch.Core;
using FundWatch.Data.Ingest;
using FundWatch.Data.Postgres;
using FundWatch.Data.Runs;
using FundWatch.Host.Cli;
using FundWatch.Jobs.Queue;
using FundWatch.Samples;

namespace FundWatch.Host.Demo;

/// <summary>Brings the sample prefecture from files to leads. Each step asks whether it is done, so a start that was killed half-way is carried on.</summary>
internal sealed class Prefecture(FundWatchDatabase database, Steps steps)
{
    private const string Source = "demo";
    private const int Seed = 20260101;
    private readonly RunStore _runs = new(database);

    private string Folder => Path.Combine(database.Directory.Root, "demo");

    public async Task PrepareAsync(CancellationToken ct)
    {
        await using var turn = await TurnAsync(ct);
        await QueueTables.InstallAsync(database, ct);
        await GenerateAsync(ct);
        await IngestAsync(ct);
        await RunJobAsync("find-names", "查找名称", "looking up names", await LastBatchAsync(ct), ct);
        await RunJobAsync("train", "训练模型", "training models", await LastBatchAsync(ct), ct);
        var trained = await _runs.LastDoneAsync("train", ct);
        await RunJobAsync("score", "规则与模型评分", "rules and models", trained, ct);
    }

    // One demo at a time prepares a data directory: another waits, and then finds each step done. A killed one loses its turn with its process.
    private async Task<FileStream> TurnAsync(CancellationToken ct)
    {
        for (; ; )
        {
            try
            {
                return new FileStream(Folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(Folder + ".lock"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
            }
        }
    }

    // Written beside its place and moved there whole: what is there is complete.
    private async Task GenerateAsync(CancellationToken ct)
    {
        if (Directory.Exists(Folder))
        {
            steps.Skip("样例数据", "sample data");
            return;
        }

        await steps.DoAsync("样例数据", "sample data", _ => Task.Run(() =>
        {
            var unfinished = Folder + ".new";
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            var report = PrefectureGenerator.Write(new GeneratorOptions { Directory = unfinished, Seed = Seed });
            ct.ThrowIfCancellationRequested();
            Directory.Move(unfinished, Folder);
            return report;
        }, ct));
    }

    private async Task IngestAsync(CancellationToken ct)
    {
        var request = new IngestRequest([Path.Combine(Folder, "data")], Source: Source);
        await steps.DoAsync("导入", "taking in", progress => new IngestService(database, TimeProvider.System).IngestAsync(request, new Relay(progress), ct));
    }

    // A job is due unless a run of it that began after `since` is done.
    private async Task RunJobAsync(string job, string zh, string en, DateTimeOffset? since, CancellationToken ct)
    {
        if (await _runs.LastDoneAsync(job, ct) is { } done && (since is null || done >= since))
        {
            steps.Skip(zh, en);
            return;
        }

        await steps.DoAsync(zh, en, progress => JobHere.RunAsync(database, job, "demo", progress, ct));
    }

    private async Task<DateTimeOffset?> LastBatchAsync(CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select max(finished_at) from ingest.batch where status = 'done'");
        return await command.ExecuteScalarAsync(ct) is DateTime at ? at : null;
    }

    private sealed class Relay(IProgress<(double Share, string? Stage)> to) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => to.Report(((value.File - 1 + value.Share) / value.Files, value.Stage));
    }
}
