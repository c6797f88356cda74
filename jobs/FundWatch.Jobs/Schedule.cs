using FundWatch.Core;
using FundWatch.Data.Ingest.Sent;
using FundWatch.Jobs.Scoring;

namespace FundWatch.Jobs;

/// <summary>What runs when (minute, hour, day, month, weekday in Shanghai). This is the whole list.</summary>
public static class Schedule
{
    /// <summary>Every job.</summary>
    public static IReadOnlyList<ScheduledJob> All { get; } =
    [
        new("scan-inbox", typeof(ScanInboxJob), "*/3 * * * *", "收取收件箱中的文件", "take in files of the inbox"),
        new(SentFile.JobName, typeof(LoadFileJob), null, "导入上传的文件", "load a file that was sent", NeedsSubject: true),
        new("find-names", typeof(FindNamesJob), "50 5 * * *", "查找单位的登记名称（导入后也会运行）", "look for the registered names of organisations (also after files came in)"),
        new("score", typeof(ScoreJob), "17 * * * *", "评分：新增和变更的数据（导入后也会运行）", "score what is new or changed (also after files came in)", Work: ScorePipeline.Work),
        new("full-score", typeof(FullScoreJob), "10 1 * * *", "评分：全部数据", "score everything", Work: ScorePipeline.Work),
        new("train", typeof(TrainJob), "30 3 * * 0", "训练模型", "train models"),
        new("verify-trail", typeof(VerifyTrailJob), "40 4 * * *", "验证留痕并锚定", "verify and anchor the trail"),
        new("remind", typeof(RemindJob), "0 8 * * *", "提醒到期线索", "remind of deadlines"),
    ];

    /// <summary>The entry of a name, with its subject where it needs one (<c>load-file/12</c>).</summary>
    /// <exception cref="UsageException">There is no such job; the message lists those there are.</exception>
    public static ScheduledJob Find(string name) => TryFind(name) ?? throw new UsageException(
        $"没有名为 {name} 的任务。可用：{string.Join('、', All.Select(Written))}",
        $"There is no job {name}. There are: {string.Join(", ", All.Select(Written))}");

    /// <summary>The same; null where there is no such job.</summary>
    public static ScheduledJob? TryFind(string name) =>
        All.FirstOrDefault(entry => entry.NeedsSubject ? name.StartsWith(entry.Name + "/", StringComparison.Ordinal) && SubjectOf(name).Length > 0 : entry.Name == name);

    /// <summary>What stands behind the job's name; empty where nothing does.</summary>
    public static string SubjectOf(string name) => name.Split('/', 2) is [_, var subject] ? subject : "";

    private static string Written(ScheduledJob entry) => entry.NeedsSubject ? entry.Name + "/N" : entry.Name;
}
