using FundWatch.Core;
using FundWatch.Data.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FundWatch.Jobs;

/// <summary>
/// Runs one job as one recorded run: takes its lock, opens the run, does the work, writes how it ended. The same for Hangfire's workers and for
/// <c>fundwatch run JOB</c>, so that the two never do the same work at once.
/// </summary>
public sealed class JobRunner(IServiceProvider services, RunStore runs, ILogger<JobRunner> log)
{
    /// <summary>Runs the job to its end; throws what the job threw, after recording it.</summary>
    /// <param name="request">The same for every attempt at the same wish (see <see cref="RunStore.BeginAsync"/>).</param>
    public async Task<JobOutcome> RunAsync(string job, string request, string startedBy, IProgress<(double Share, string? Stage)>? progress, CancellationToken ct)
    {
        var entry = Schedule.Find(job);
        switch (await runs.BeginAsync(job, request, startedBy, ct, entry.Work))
        {
            case RunStart.Busy busy:
                return JobOutcome.Without(job, "busy") with { IsBehindAnother = busy.ByAnother };
            case RunStart.AlreadyFinished:
                return JobOutcome.Without(job, "already_done");
            case RunStart.GivenUp given:
                log.LogError("Job {Job} ended its process {Attempts} times; request {Request} is given up", job, given.Attempts, request);
                return JobOutcome.Without(job, "given_up");
            case RunStart.Started started:
                await using (started.Lease)
                {
                    return await RunAsync(entry, job, started.Lease, progress, ct);
                }

            case var unknown:
                throw new InvalidOperationException($"Unknown start {unknown}");
        }
    }

    private async Task<JobOutcome> RunAsync(ScheduledJob entry, string job, RunLease lease, IProgress<(double, string?)>? progress, CancellationToken ct)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
        await using var scope = services.CreateAsyncScope();
        var run = new Run(lease, progress, Schedule.SubjectOf(job));
        try
        {
            await ((IJob)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, entry.Type)).RunAsync(run, both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            if (!lease.Lost.IsCancellationRequested)
            {
                await lease.FinishAsync(RunEnd.Abandoned, "stopped half-way", "中途停止");
            }

            throw;
        }
        catch (Exception failure) // recorded on the run, then passed on whole
        {
            await lease.FinishAsync(RunEnd.Failed, failure.Message, (failure as ProblemException)?.Zh);
            throw;
        }

        var failed = run.Failures.Count > 0;
        await lease.FinishAsync(failed ? RunEnd.Failed : RunEnd.Done, failed ? string.Join('\n', run.Failures.Select(f => f.En)) : null, failed ? string.Join('\n', run.Failures.Select(f => f.Zh)) : null);
        return new JobOutcome(job, failed ? "failed" : "done", lease.RunId, lease.Counts, run.Next) { Notes = [.. run.Notes, .. run.Failures] };
    }

    private sealed class Run(RunLease lease, IProgress<(double, string?)>? progress, string subject) : IJobRun
    {
        public string Subject => subject;

        public List<string> Next { get; } = [];

        public List<JobNote> Notes { get; } = [];

        public List<JobNote> Failures { get; } = [];

        public void Report(double share, string stage)
        {
            lease.Report(share, stage);
            progress?.Report((share, stage));
        }

        public void Count(string name, long value) => lease.Count(name, value);

        public void Say(string zh, string en) => Notes.Add(new JobNote(zh, en));

        public void Fail(string zh, string en) => Failures.Add(new JobNote(zh, en));

        public void Then(string job) => Next.Add(job);
    }
}
