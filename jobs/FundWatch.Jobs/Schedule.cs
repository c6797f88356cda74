namespace FundWatch.Jobs;

/// <summary>What runs when (times of Shanghai). This is the whole list.</summary>
public static class Schedule
{
    /// <summary>Every job.</summary>
    public static IReadOnlyList<ScheduledJob> All { get; } =
    [
        //  name            class                     min hour day month weekday
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="FundWatch.Core.UsageException">There is no such job; the message lists those there are.</exception>
    public static ScheduledJob Find(string name) => All.FirstOrDefault(entry => entry.Name == name) ?? throw new Core.UsageException(
        $"没有名为 {name} 的任务。可用：{string.Join('、', All.Select(entry => entry.Name))}",
        $"There is no job {name}. There are: {string.Join(", ", All.Select(entry => entry.Name))}");
}
