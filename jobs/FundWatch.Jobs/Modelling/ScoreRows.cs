using Apache.Arrow;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Models.Ensemble;
using FundWatch.Models.Features;

namespace FundWatch.Jobs.Modelling;

/// <summary>Turns a batch of subjects into rows of model.score.</summary>
internal sealed class ScoreRows(FeatureSet set, FittedEnsemble model, string label)
{
    private readonly Dictionary<string, FeatureColumn> _features = set.Features.ToDictionary(f => f.Name);

    public IReadOnlyList<ModelScore> Of(RecordBatch batch)
    {
        var raw = model.Score(batch);
        var (columns, text) = (new FeatureColumns(batch), new FeatureRowText(batch));
        var scores = new ModelScore[batch.Length];
        Parallel.For(0, scores.Length, row =>
        {
            var verdict = Verdict.Of(model, batch, row, raw[row]);
            scores[row] = new ModelScore(
                set.Name, set.Stream, set.SubjectKind, text.Text("subject_code", row)!, text.Text("subject_name", row), text.Text("region_code", row),
                text.Text("sector", row), columns.PeerGroup(row), verdict.PeerCount, text.Amount(row), verdict.Score, verdict.PValue, [label],
                [.. verdict.Parts.Select(part => Part(part, verdict.PeerCount))], Features(columns, row), text.Evidence(row));
        });
        return scores;
    }

    private ScorePart Part(VerdictPart part, int peerCount)
    {
        var feature = _features[part.Feature];
        return new ScorePart(
            feature.Name, feature.TitleZh, feature.TitleEn, feature.Unit, feature.Direction.ToString().ToLowerInvariant(),
            Present(part.Value), part.Median, part.Scale, part.Contribution, peerCount);
    }

    private Dictionary<string, float?> Features(FeatureColumns columns, int row)
    {
        var values = new Dictionary<string, float?>(set.Features.Count);
        for (var j = 0; j < set.Features.Count; j++)
        {
            values.Add(set.Features[j].Name, Present(columns[j][row]));
        }

        return values;
    }

    private static float? Present(float value) => float.IsFinite(value) ? value : null;
}
