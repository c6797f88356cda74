using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models;

/// <summary>
/// A way of finding strange rows, with its options. It looks at the float32 columns of a batch (and, if it compares peers, at the
/// text column <c>peer_group</c>). The same data and seed give the same model, byte for byte, on any number of threads.
/// </summary>
public interface IDetector
{
    string Name { get; }

    /// <param name="batch">All training rows.</param>
    /// <param name="seed">The only source of chance.</param>
    IFittedDetector Fit(RecordBatch batch, int seed);
}

/// <summary>A detector that has seen its training rows. Immutable; safe to use from several threads.</summary>
public interface IFittedDetector
{
    string Name { get; }

    FeatureSchema Features { get; }

    /// <summary>One score per row, higher is stranger.</summary>
    /// <exception cref="FeatureMismatchException">The batch has other features than the training rows had.</exception>
    float[] Score(RecordBatch batch);

    /// <summary>Why a row has its score: <c>Baseline + sum(Contributions)</c> is the score, up to rounding.</summary>
    Explanation Explain(RecordBatch batch, int row);

    /// <summary>The model as <see cref="ModelFormat"/> describes it.</summary>
    void Save(BinaryWriter writer);
}

/// <param name="Baseline">The score of a row about which nothing is remarkable.</param>
/// <param name="Contributions">One per feature, in the order of the detector's features, in the unit of the score.</param>
public sealed record Explanation(double Baseline, double[] Contributions);
