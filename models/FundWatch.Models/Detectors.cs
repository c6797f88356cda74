using FundWatch.Models.Ensemble;
using FundWatch.Models.Features;
using FundWatch.Models.IsolationForest;
using FundWatch.Models.RandomizedPca;
using FundWatch.Models.RobustPeer;

namespace FundWatch.Models;

/// <summary>The detectors there are, by name.</summary>
public static class Detectors
{
    public static IReadOnlyList<string> Names { get; } =
        [EnsembleDetector.DetectorName, RobustPeerDetector.DetectorName, IsolationForestDetector.DetectorName, RandomizedPcaDetector.DetectorName];

    /// <summary>The detector of that name with its default options.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IDetector Create(string name) => name switch
    {
        EnsembleDetector.DetectorName => new EnsembleDetector(),
        RobustPeerDetector.DetectorName => new RobustPeerDetector(),
        IsolationForestDetector.DetectorName => new IsolationForestDetector(),
        RandomizedPcaDetector.DetectorName => new RandomizedPcaDetector(),
        _ => throw new ArgumentException($"There is no detector \"{name}\"; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    internal static IFittedDetector Read(string name, ushort version, FeatureSchema features, BinaryReader reader) => (name, version) switch
    {
        (EnsembleDetector.DetectorName, FittedEnsemble.FormatVersion) => FittedEnsemble.Read(features, reader),
        (RobustPeerDetector.DetectorName, FittedRobustPeer.FormatVersion) => FittedRobustPeer.Read(features, reader),
        (IsolationForestDetector.DetectorName, FittedIsolationForest.FormatVersion) => FittedIsolationForest.Read(features, reader),
        (RandomizedPcaDetector.DetectorName, FittedRandomizedPca.FormatVersion) => FittedRandomizedPca.Read(features, reader),
        _ => throw new InvalidDataException($"This FundWatch does not know detector \"{name}\" with format {version}; it is newer, or the bytes are damaged."),
    };
}
