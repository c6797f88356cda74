using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using FundWatch.Data.Runs;
using FundWatch.Host.Cli;
using Npgsql;

namespace FundWatch.Host.Doctor;

/// <summary>One point of the examination; <paramref name="Detail"/> says what is there, or what to do.</summary>
public sealed record Check(string Name, bool Ok, string Detail);

/// <summary>Examines machine, data directory and store. A failing point does not stop those after it.</summary>
internal sealed class Examination(Settings settings, string directory, string? connection, ProblemException? wrongSettings = null)
{
    private const long ScarceBytes = 2L << 30;

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken ct)
    {
        List<Check> checks =
        [
            new("runtime", true, $".NET {Environment.Version}, {Environment.ProcessorCount} CPU, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB"),
            TryCheck("data_directory", () => DataDirectory.Open(directory).Root),
            TryCheck("disk", Disk),
            TryCheck("settings", () => wrongSettings is not null ? throw wrongSettings : Language.Pick($"网页地址 {settings.Urls ?? LongRunning.DefaultUrls}", $"page on {settings.Urls ?? LongRunning.DefaultUrls}")),
        ];
        if (connection is null)
        {
            checks.Add(TryCheck("postgresql", () => ServerBinaries.Find(DataDirectory.Open(directory))));
        }

        if (checks.All(check => check.Ok))
        {
            checks.AddRange(await StoreAsync(ct));
        }

        return checks;
    }

    private async Task<IReadOnlyList<Check>> StoreAsync(CancellationToken ct)
    {
        FundWatchDatabase database;
        try
        {
            database = await FundWatchDatabase.OpenAsync(new DatabaseOptions(directory, connection), TimeProvider.System, ct);
        }
        catch (Exception failure) when (failure is ProblemException or NpgsqlException or IOException or UnauthorizedAccessException)
        {
            var (zh, en) = ErrorText.Describe(failure);
            return [new Check("store", false, Language.Pick(zh, en))];
        }

        await using (database)
        {
            var server = (string)(await Scalar(database, "select split_part(version(), ' ', 2)", ct))!;
            var rules = RuleCatalogue.Installed(database.Directory);
            return
            [
                new("store", true, Language.Pick($"PostgreSQL {server}，结构版本 {database.Migrated.Version}", $"PostgreSQL {server}, store version {database.Migrated.Version}")),
                new("rules", rules.Errors.Count == 0, string.Join("; ", rules.Errors.Select(e => Language.Pick(e.Zh, e.En)).Prepend($"{rules.Rules.Count}"))),
                await ConnectionsAsync(database, ct),
                await ModelsAsync(database, ct),
                await RunsAsync(database, ct),
                await AccountsAsync(database, ct),
            ];
        }
    }

    // Pools take what they need, up to their most: a server that has less to give refuses in the middle of the busiest hour.
    private static async Task<Check> ConnectionsAsync(FundWatchDatabase database, CancellationToken ct)
    {
        var given = (int)(await Scalar(database, """
            select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int - coalesce(current_setting('reserved_connections', true)::int, 0)
            """, ct))!; // the last since PostgreSQL 16
        var most = database.MostConnections;
        return new Check("connections", given > most, given > most
            ? Language.Pick($"服务器可用 {given} 个连接，每个 FundWatch 进程最多用 {most} 个", $"the server gives {given}, a FundWatch process takes {most} at most")
            : Language.Pick($"服务器只有 {given} 个连接，一个 FundWatch 进程最多要用 {most} 个：请调大 PostgreSQL 的 max_connections，或在 --connection 中加 Maximum Pool Size=（每种登录各算）",
                $"the server gives only {given}, and a FundWatch process takes up to {most}: raise PostgreSQL's max_connections, or say Maximum Pool Size= in --connection (it holds for each of three logins)"));
    }

    private static async Task<Check> ModelsAsync(FundWatchDatabase database, CancellationToken ct)
    {
        var champions = (await new ModelStore(database, TimeProvider.System).ListAsync(null, ct)).Where(version => version.Alias == ModelVersion.Champion).ToList();
        return TryCheck("models", () =>
        {
            var sets = FeatureCatalogue.Load(database.Directory).Sets.ToDictionary(set => set.Name, StringComparer.Ordinal);
            var unfit = champions.Select(version => sets.TryGetValue(version.FeatureSet, out var set) ? version.UnfitFor(set) : null).OfType<(string Zh, string En)>().ToList();
            return unfit.Count > 0 ? throw new ProblemException(string.Concat(unfit.Select(u => u.Zh)), string.Join(' ', unfit.Select(u => u.En)))
                : champions.Count > 0 ? $"{champions.Count}" : Language.Pick("还没有：导入数据后运行 fundwatch train", "none yet: run fundwatch train once data is in");
        });
    }

    private static async Task<Check> AccountsAsync(FundWatchDatabase database, CancellationToken ct)
    {
        var accounts = (long)(await Scalar(database, "select count(*) from review.account where not disabled", ct))!;
        return new Check("accounts", true, accounts > 0
            ? $"{accounts}"
            : Language.Pick("还没有：fundwatch accounts add NAME --role auditor", "none yet: fundwatch accounts add NAME --role auditor"));
    }

    // The last run of each job, as it ended.
    private static async Task<Check> RunsAsync(FundWatchDatabase database, CancellationToken ct)
    {
        var runs = await new RunStore(database).LatestAsync(200, ct);
        var failed = runs.GroupBy(run => run.Job).Select(job => job.First()).Where(run => run.Status is "failed").ToList();
        return failed.Count == 0
            ? new Check("runs", true, Language.Pick("没有失败的任务", "no job has failed"))
            : new Check("runs", false, string.Join("; ", failed.Select(run => $"{run.Job}: {run.Error}")) + Language.Pick("。排除后运行 fundwatch run ", ". Mend it, then fundwatch run ") + failed[0].Job);
    }

    private string Disk()
    {
        // A folder that is still to be made, or cannot be, lies on the disk of the one above it.
        var there = directory;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
        {
            there = above;
        }

        var free = new DriveInfo(there).AvailableFreeSpace;
        return free >= ScarceBytes
            ? Language.Pick($"可用 {free >> 30} GB", $"{free >> 30} GB free")
            : throw new ProblemException($"只剩 {free >> 20} MB，请清理或用 --data-dir 换一个磁盘", $"only {free >> 20} MB left: make room, or choose another disk with --data-dir");
    }

    private static Check TryCheck(string name, Func<string> examine)
    {
        try
        {
            return new Check(name, true, examine());
        }
        catch (Exception failure) when (failure is ProblemException or IOException or UnauthorizedAccessException)
        {
            var (zh, en) = ErrorText.Describe(failure);
            return new Check(name, false, Language.Pick(zh, en));
        }
    }

    private static async Task<object?> Scalar(FundWatchDatabase database, string sql, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct);
    }
}
