using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.Ensemble;

/// <summary>What a person is shown about one scored row.</summary>
/// <param name="Score">0..1, see <see cref="Calibration.Score"/>; the parts' contributions add up to it.</param>
/// <param name="PeerGroup">The group the row was held against.</param>
public sealed record Verdict(double Score, double PValue, string PeerGroup, int PeerCount, IReadOnlyList<VerdictPart> Parts)
{
    /// <summary>Judges one row whose raw score is known; parts come largest first, and only those that speak for strangeness.</summary>
    public static Verdict Of(FittedEnsemble model, RecordBatch batch, int row, float rawScore)
    {
        var rows = new FeatureColumns(batch);
        var group = model.Standards.Resolve(rows.PeerGroup(row));
        var score = model.Calibration.Score(rawScore);
        var contributions = model.Explain(batch, row).Contributions;
        var speaking = contributions.Sum(c => Math.Max(0, c));
        var parts = Enumerable.Range(0, contributions.Length)
            .Where(j => contributions[j] > 0 && score > 0)
            .OrderByDescending(j => contributions[j]).ThenBy(j => j)
            .Select(j => new VerdictPart(
                model.Features.Features[j].Name, rows[j][row], group.Median[j], group.Scale[j],
                score * contributions[j] / speaking))
            .ToList();
        return new Verdict(score, model.Calibration.PValue(rawScore), group.Name, group.Count, parts);
    }
}

/// <param name="Value">The row's own figure, NaN where absent.</param>
/// <param name="Median">Of the peers.</param>
/// <param name="Scale">One ordinary deviation among the peers (see <see cref="RobustPeer.PeerGroup"/>).</param>
public sealed record VerdictPart(string Feature, float Value, float Median, float Scale, double Contribution);
