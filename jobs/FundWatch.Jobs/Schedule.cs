namespace FundWatch.Jobs;

/// <summary>What runs when (minute, hour, day, month, weekday in Shanghai). This is the whole list.</summary>
public static class Schedule
{
    /// <summary>Every job.</summary>
    public static IReadOnlyList<ScheduledJob> All { get; } =
    [
        new("scan-inbox", typeof(ScanInboxJob), "*/3 * * * *", "收取收件箱中的文件", "take in files of the inbox"),
        new("score", typeof(ScoreJob), "17 * * * *", "评分：新增和变更的数据（导入后也会运行）", "score what is new or changed (also after files came in)"),
        new("full-score", typeof(FullScoreJob), "10 1 * * *", "评分：全部数据", "score everything"),
        new("train", typeof(TrainJob), "30 3 * * 0", "训练模型", "train models"),
        new("verify-trail", typeof(VerifyTrailJob), "40 4 * * *", "验证留痕并锚定", "verify and anchor the trail"),
        new("remind", typeof(RemindJob), "0 8 * * *", "提醒到期线索", "remind of deadlines"),
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="FundWatch.Core.UsageException">There is no such job; the message lists those there are.</exception>
    public static ScheduledJob Find(string name) => All.FirstOrDefault(entry => entry.Name == name) ?? throw new Core.UsageException(
        $"没有名为 {name} 的任务。可用：{string.Join('、', All.Select(entry => entry.Name))}",
        $"There is no job {name}. There are: {string.Join(", ", All.Select(entry => entry.Name))}");
}
