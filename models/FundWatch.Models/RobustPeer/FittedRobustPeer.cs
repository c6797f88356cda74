using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.RobustPeer;

/// <summary>See <see cref="RobustPeerDetector"/>.</summary>
public sealed class FittedRobustPeer(PeerStandards standards, float cap) : IFittedDetector
{
    internal const ushort FormatVersion = 1;

    public string Name => RobustPeerDetector.DetectorName;

    public FeatureSchema Features => Standards.Features;

    public PeerStandards Standards { get; } = standards;

    public float[] Score(RecordBatch batch)
    {
        Features.EnsureSame(batch);
        return Score(Standards.Deviations(new FeatureColumns(batch)));
    }

    /// <summary>Scores from deviations that are already known.</summary>
    internal float[] Score(float[][] deviations)
    {
        var squares = new double[deviations[0].Length];
        foreach (var column in deviations)
        {
            for (var i = 0; i < squares.Length; i++)
            {
                squares[i] += Square(column[i]);
            }
        }

        return System.Array.ConvertAll(squares, sum => (float)Math.Sqrt(sum / Features.Count));
    }

    public Explanation Explain(RecordBatch batch, int row)
    {
        Features.EnsureSame(batch);
        var rows = new FeatureColumns(batch);
        var group = Standards.Resolve(rows.PeerGroup(row));
        var contributions = new double[Features.Count];
        for (var j = 0; j < contributions.Length; j++)
        {
            contributions[j] = Square(Standards.Deviation(group, j, rows[j][row]));
        }

        var total = contributions.Sum();
        var score = Math.Sqrt(total / Features.Count);
        for (var j = 0; j < contributions.Length && total > 0; j++)
        {
            contributions[j] *= score / total;
        }

        return new Explanation(0, contributions);
    }

    /// <summary>Payload 1: float cap, then the peer groups (see <see cref="PeerStandards"/>).</summary>
    public void Save(BinaryWriter writer)
    {
        ModelFormat.WriteHeader(writer, this, FormatVersion);
        writer.Write(cap);
        Standards.Save(writer);
    }

    internal static FittedRobustPeer Read(FeatureSchema features, BinaryReader reader)
    {
        var cap = reader.ReadSingle();
        return new FittedRobustPeer(PeerStandards.Read(features, reader), cap);
    }

    private double Square(float deviation)
    {
        var capped = Math.Min(Math.Abs(deviation), cap);
        return (double)capped * capped;
    }
}
