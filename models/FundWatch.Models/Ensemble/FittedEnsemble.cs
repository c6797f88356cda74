using Apache.Arrow;
using FundWatch.Models.Features;
using FundWatch.Models.RobustPeer;

namespace FundWatch.Models.Ensemble;

/// <summary>See <see cref="EnsembleDetector"/>.</summary>
public sealed class FittedEnsemble : IFittedDetector
{
    internal const ushort FormatVersion = 1;
    private readonly FittedRobustPeer _peers;
    private readonly Member[] _members;
    private readonly Calibration? _calibration;

    /// <param name="members">The first is <paramref name="peers"/> itself; the others look at the deviations from the peers.</param>
    internal FittedEnsemble(FittedRobustPeer peers, Member[] members, Calibration? calibration)
    {
        _peers = peers;
        _members = members;
        _calibration = calibration;
    }

    public string Name => EnsembleDetector.DetectorName;

    public FeatureSchema Features => _peers.Features;

    public Calibration Calibration => _calibration ?? throw new InvalidOperationException("An ensemble made for calibrating another has no calibration.");

    public PeerStandards Standards => _peers.Standards;

    public IEnumerable<IFittedDetector> Members => _members.Select(m => m.Detector);

    public float[] Score(RecordBatch batch)
    {
        var sums = new double[batch.Length];
        foreach (var (member, scores) in Scores(batch))
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += member.Standardise(scores[i]);
            }
        }

        return System.Array.ConvertAll(sums, sum => (float)(sum / _members.Length));
    }

    /// <summary>What each detector within says, in its own scale.</summary>
    public IReadOnlyList<(string Name, float[] Scores)> MemberScores(RecordBatch batch) =>
        [.. Scores(batch).Select(s => (s.Member.Detector.Name, s.Scores))];

    private IEnumerable<(Member Member, float[] Scores)> Scores(RecordBatch batch)
    {
        Features.EnsureSame(batch);
        var deviations = Standards.Deviations(new FeatureColumns(batch));
        var directed = FeatureBatch.Of(Features.Features, deviations);
        return _members.Select(member => (member, member.Detector == _peers ? _peers.Score(deviations) : member.Detector.Score(directed)));
    }

    public Explanation Explain(RecordBatch batch, int row)
    {
        Features.EnsureSame(batch);
        var own = FeatureRows.Take(batch, [row]);
        var directed = FeatureBatch.Of(Features.Features, Standards.Deviations(new FeatureColumns(own)));
        var (baseline, contributions) = (0.0, new double[Features.Count]);
        foreach (var member in _members)
        {
            var part = member.Detector.Explain(member.Detector == _peers ? own : directed, 0);
            baseline += member.Standardise(part.Baseline) / _members.Length;
            for (var j = 0; j < contributions.Length; j++)
            {
                contributions[j] += part.Contributions[j] / member.Deviation / _members.Length;
            }
        }

        return new Explanation(baseline, contributions);
    }

    /// <summary>
    /// Payload 1: int32 members, then per member float64 mean, float64 deviation and its model in this format (the first is robust-peer);
    /// then the calibration.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        ModelFormat.WriteHeader(writer, this, FormatVersion);
        writer.Write(_members.Length);
        foreach (var member in _members)
        {
            writer.Write(member.Mean);
            writer.Write(member.Deviation);
            member.Detector.Save(writer);
        }

        Calibration.Save(writer);
    }

    internal static FittedEnsemble Read(FeatureSchema features, BinaryReader reader)
    {
        var members = new Member[reader.ReadInt32()];
        for (var m = 0; m < members.Length; m++)
        {
            var (mean, deviation) = (reader.ReadDouble(), reader.ReadDouble());
            members[m] = new Member(ModelFormat.Read(reader), mean, deviation);
        }

        var ensemble = new FittedEnsemble((FittedRobustPeer)members[0].Detector, members, Calibration.Read(reader));
        return ensemble.Features.Features.SequenceEqual(features.Features)
            ? ensemble
            : throw new InvalidDataException("The ensemble's members were fitted on other features than the ensemble; its bytes are damaged.");
    }
}
