using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.RobustPeer;

/// <summary>
/// How far a row lies from the median of its peers, in scaled MADs: the root of the mean square of the (capped, directed) deviations.
/// The baseline every model must beat, and the words auditors use ("3.2 times the median of 41 similar bureaus").
/// An absent value adds nothing.
/// </summary>
public sealed class RobustPeerDetector(RobustPeerOptions? options = null) : IDetector
{
    public const string DetectorName = "robust-peer";
    private readonly RobustPeerOptions _options = options ?? new RobustPeerOptions();

    public string Name => DetectorName;

    public IFittedDetector Fit(RecordBatch batch, int seed)
    {
        var features = FeatureSchema.Of(batch);
        return new FittedRobustPeer(PeerStandards.Fit(features, new FeatureColumns(batch), _options.MinimumGroup), _options.Cap);
    }
}
