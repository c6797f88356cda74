using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.RandomizedPca;

/// <summary>
/// Rows that break the usual correlations: the distance to the subspace in which rows usually vary, after standardising every column.
/// ML.NET's RandomizedPca finds the subspace. Its own score is the residual divided by the row's length, which hides rows that are
/// far out in every respect, so the score here is the plain residual: sqrt(mean of squared residuals per column).
/// An absent value is taken to lie at its column's mean.
/// </summary>
public sealed class RandomizedPcaDetector(RandomizedPcaOptions? options = null) : IDetector
{
    public const string DetectorName = "randomized-pca";
    private readonly RandomizedPcaOptions _options = options ?? new RandomizedPcaOptions();

    public string Name => DetectorName;

    public IFittedDetector Fit(RecordBatch batch, int seed)
    {
        var rows = new FeatureColumns(batch);
        var scale = ColumnScale.Fit(rows, _options.Cap);
        return new FittedRandomizedPca(FeatureSchema.Of(batch), scale, Subspace.Fit(rows, scale, _options, seed));
    }
}
