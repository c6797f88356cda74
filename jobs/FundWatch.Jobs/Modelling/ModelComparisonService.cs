using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Models;
using FundWatch.Models.Ensemble;
using FundWatch.Models.Evaluation;

namespace FundWatch.Jobs.Modelling;

/// <summary>Two versions on the same rows.</summary>
/// <param name="RankCorrelation">Spearman, over all rows.</param>
/// <param name="TopOverlap">Share of the first k that both name.</param>
/// <param name="KnownCases">Subjects of leads that were found (partly) substantiated, among the rows.</param>
/// <param name="PrecisionFirst">Known cases among the first k of the first version, divided by k; null without known cases.</param>
/// <param name="Gained">Subjects among the first k of the second version only, best first.</param>
public sealed record ModelComparison(
    string First, string Second, int Rows, int K, double? RankCorrelation, double TopOverlap,
    int KnownCases, double? PrecisionFirst, double? PrecisionSecond, IReadOnlyList<string> Gained, IReadOnlyList<string> Lost);

/// <summary>Holds two versions of a model against each other on the subjects as they are now.</summary>
public sealed class ModelComparisonService(FundWatchDatabase database, FeatureCatalogue features, TimeProvider clock)
{
    public async Task<ModelComparison> CompareAsync(ModelVersion first, ModelVersion second, int k, CancellationToken ct)
    {
        var store = new ModelStore(database, clock);
        var models = new[] { await LoadAsync(first), await LoadAsync(second) };
        var subjects = new List<string>();
        var scores = new[] { new List<float>(), new List<float>() };
        await foreach (var batch in new FeatureReader(database).ReadAsync(features.Get(first.FeatureSet), ct: ct))
        {
            using (batch)
            {
                var text = new FeatureRowText(batch);
                subjects.AddRange(Enumerable.Range(0, batch.Length).Select(i => text.Text("subject_code", i)!));
                scores[0].AddRange(models[0].Score(batch));
                scores[1].AddRange(models[1].Score(batch));
            }
        }

        var known = await KnownCasesAsync(features.Get(first.FeatureSet).Stream, ct);
        var tops = scores.Select(s => Ranking.Top(s.ToArray(), k).Select(i => subjects[i]).ToList()).ToArray();
        var taken = Math.Max(1, Math.Min(k, subjects.Count));
        var correlation = subjects.Count == 0 ? double.NaN : Ranking.Correlation(scores[0].ToArray(), scores[1].ToArray());
        var cases = subjects.Count(known.Contains);
        return new ModelComparison(
            first.Label, second.Label, subjects.Count, taken, double.IsNaN(correlation) ? null : correlation,
            tops[0].Intersect(tops[1]).Count() / (double)taken, cases, Precision(tops[0]), Precision(tops[1]),
            [.. tops[1].Except(tops[0])], [.. tops[0].Except(tops[1])]);

        async Task<FittedEnsemble> LoadAsync(ModelVersion version) => (FittedEnsemble)ModelFormat.Load(await store.BytesAsync(version, ct));

        double? Precision(List<string> top) => cases == 0 ? null : top.Count(known.Contains) / (double)taken;
    }

    private async Task<HashSet<string>> KnownCasesAsync(string stream, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(
            "select distinct subject_code from review.lead where stream = $1 and outcome in ('substantiated', 'partly')");
        command.Parameters.Add(new() { Value = stream });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            known.Add(reader.GetString(0));
        }

        return known;
    }
}
