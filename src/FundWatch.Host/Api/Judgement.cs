using FundWatch.Core;
using FundWatch.Data.Leads;
using FundWatch.Jobs;

namespace FundWatch.Host.Api;

/// <summary>How judging what came ended.</summary>
/// <param name="TrailBefore">The trail's last event before it began: what stands behind is its doing.</param>
public sealed record Judged(bool IsDone, string Zh, string En, long TrailBefore)
{
    public static readonly Judged Nothing = new(true, "没有新增或变更的数据，无需评分。", "Nothing is new or changed, so there was nothing to judge.", long.MaxValue);
}

/// <summary>Runs the score job now and waits for it, for as long as a caller may be kept waiting.</summary>
public sealed class Judgement(JobRunner runner, JobClient jobs, TouchedLeads leads, TimeProvider clock)
{
    private const string Job = "score";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    /// <param name="ct">The host's end, not the caller's: what is begun is finished.</param>
    public async Task<Judged> JudgeAsync(string login, CancellationToken ct)
    {
        var before = await leads.LastEventAsync(ct);
        var request = $"records-score-{Guid.NewGuid():N}";
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            // A run that is under way may have begun before our records were in: it has to end, and ours to follow.
            var run = RunAsync(request, login, patience.Token, ct);
            return await Task.WhenAny(run, Task.Delay(Patience, clock, ct)) == run && await run
                ? new Judged(true, "已评分。", "Judged.", before)
                : Later(before, login);
        }
        catch (ProblemException wrong)
        {
            return new Judged(true, $"已评分，但：{wrong.Zh}", $"Judged, but: {wrong.En}", before);
        }
    }

    private async Task<bool> RunAsync(string request, string login, CancellationToken patience, CancellationToken ct)
    {
        while (!patience.IsCancellationRequested)
        {
            if ((await runner.RunAsync(Job, request, login, null, ct)).Status != "busy")
            {
                return true;
            }

            await Task.Delay(BetweenTries, clock, ct);
        }

        return false;
    }

    private Judged Later(long before, string login)
    {
        jobs.Enqueue(Job, login);
        return new Judged(false, "评分未能在一分钟内完成，将在后台继续。", "Judging took more than a minute; it goes on in the background.", before);
    }
}
