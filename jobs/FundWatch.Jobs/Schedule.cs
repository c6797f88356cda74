namespace FundWatch.Jobs;

/// <summary>What runs when (times of Shanghai). This is the whole list.</summary>
public static class Schedule
{
    /// <summary>Every job.</summary>
    public static IReadOnlyList<ScheduledJob> All { get; } =
    [
        new("train", typeof(TrainJob), "30 3 * * 0", "训练模型（每周日 3:30）", "train models (Sundays 3:30)"),
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="FundWatch.Core.UsageException">There is no such job; the message lists those there are.</exception>
    public static ScheduledJob Find(string name) => All.FirstOrDefault(entry => entry.Name == name) ?? throw new Core.UsageException(
        $"没有名为 {name} 的任务。可用：{string.Join('、', All.Select(entry => entry.Name))}",
        $"There is no job {name}. There are: {string.Join(", ", All.Select(entry => entry.Name))}");
}
