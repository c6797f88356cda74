using FundWatch.Data.Features;
using FundWatch.Data.Postgres;
using FundWatch.Jobs.Modelling;

namespace FundWatch.Jobs;

/// <summary>New challenger versions of every model; on data that has not changed, none. Promotion is a person's.</summary>
public sealed class TrainJob(FundWatchDatabase database, TimeProvider clock) : IJob
{
    /// <inheritdoc/>
    public async Task RunAsync(IJobRun run, CancellationToken ct)
    {
        var training = new TrainingService(database, FeatureCatalogue.Load(database.Directory), clock);
        var report = await training.TrainAsync(stream: null, TrainingService.DefaultSeed, "schedule", run.Progress(), ct);
        run.Count("models", report.Models.Count);
        run.Count("new_versions", report.Models.Count(model => model.State == TrainState.Trained));
    }
}
