using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Models;
using FundWatch.Models.Ensemble;
using FundWatch.Models.Evaluation;

namespace FundWatch.Jobs.Modelling;

/// <summary>
/// Trains one ensemble per feature set and files it in the registry. All detectors of a feature set are one version, because their
/// calibration belongs to exactly these members. The same data and seed again file nothing.
/// </summary>
public sealed class TrainingService(FundWatchDatabase database, FeatureCatalogue features, TimeProvider clock)
{
    /// <summary>With fewer subjects there is no saying what is usual.</summary>
    public const int MinimumSubjects = 30;

    public const int DefaultSeed = 1;

    /// <summary>The registry's name of the model of a feature set.</summary>
    public static string NameOf(FeatureSet set) => $"{set.Name}/{EnsembleDetector.DetectorName}";

    /// <param name="stream">Only feature sets that feed this stream, or all.</param>
    /// <param name="trainedBy">A person's login, or what trains on its own (<c>schedule</c>).</param>
    public async Task<TrainReport> TrainAsync(
        string? stream, int seed, string trainedBy, IProgress<(double Share, string? Stage)>? progress, CancellationToken ct)
    {
        var clockwork = Stopwatch.StartNew();
        var sets = features.Of(stream);
        var models = new List<TrainedModel>();
        foreach (var set in sets)
        {
            progress?.Report(((double)models.Count / sets.Count, set.Name));
            models.Add(await TrainAsync(set, seed, trainedBy, ct));
        }

        progress?.Report((1, null));
        return new TrainReport(models, clockwork.Elapsed.TotalSeconds);
    }

    private async Task<TrainedModel> TrainAsync(FeatureSet set, int seed, string trainedBy, CancellationToken ct)
    {
        var stopwatch = Stopwatch.StartNew();
        var data = await TrainingData.ReadAsync(new FeatureReader(database), set, ct);
        if (data.Batch is null || data.Total < MinimumSubjects)
        {
            return new TrainedModel(NameOf(set), set.Name, set.Stream, TrainState.TooFewSubjects, 0, null, data.Total,
                new Dictionary<string, double>(), null, stopwatch.Elapsed.TotalSeconds);
        }

        var model = (FittedEnsemble)new EnsembleDetector().Fit(data.Batch, seed);
        ct.ThrowIfCancellationRequested();
        var metrics = Metrics(model, data.Batch);
        var manifest = new ModelManifest(
            set.Name, set.Version, set.Sha256, set.Features, set.Stream, set.SubjectKind, data.Total, data.Sha256, seed,
            model.Members.ToDictionary(m => m.Name, m => Convert.ToHexStringLower(SHA256.HashData(ModelFormat.ToBytes(m)))), Packages(), metrics);
        var (version, isNew) = await new ModelStore(database, clock).FileAsync(NameOf(set), model.Name, ModelFormat.ToBytes(model), manifest, set, trainedBy, ct);
        return new TrainedModel(version.Name, set.Name, set.Stream, isNew ? TrainState.Trained : TrainState.Unchanged, version.Version, version.Alias,
            data.Total, version.Manifest.Metrics, version.Sha256, stopwatch.Elapsed.TotalSeconds);
    }

    /// <summary>What can be said without labels: how far the detectors agree, and how many subjects stand out.</summary>
    private static Dictionary<string, double> Metrics(FittedEnsemble model, Apache.Arrow.RecordBatch batch)
    {
        var scores = model.Score(batch);
        var members = model.MemberScores(batch);
        var metrics = new Dictionary<string, double>
        {
            ["features"] = model.Features.Count,
            ["peer_groups"] = model.Standards.Groups.Count - 1,
            ["share_p_below_0_05"] = scores.Count(s => model.Calibration.PValue(s) <= 0.05) / (double)scores.Length,
        };
        foreach (var (name, own) in members)
        {
            var agreement = Ranking.Correlation(own, scores);
            metrics[$"agreement_{name.Replace('-', '_')}"] = double.IsNaN(agreement) ? 0 : Math.Round(agreement, 6);
        }

        return metrics;
    }

    private static Dictionary<string, string> Packages() => new()
    {
        ["FundWatch"] = VersionOf(typeof(IDetector).Assembly),
        ["Apache.Arrow"] = VersionOf(typeof(Apache.Arrow.RecordBatch).Assembly),
        ["Microsoft.ML"] = VersionOf(typeof(Microsoft.ML.MLContext).Assembly),
        [".NET"] = Environment.Version.ToString(),
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "";
}
