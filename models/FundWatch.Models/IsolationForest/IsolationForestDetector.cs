using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.IsolationForest;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, ICDM 2008): the fewer random cuts it takes to be alone, the stranger the row; score 2^(-h/c(n)),
/// about 0.5 for an ordinary row. An absent value takes the training median of its column, so it never isolates a row by itself.
/// </summary>
public sealed class IsolationForestDetector(IsolationForestOptions? options = null) : IDetector
{
    public const string DetectorName = "isolation-forest";
    private readonly IsolationForestOptions _options = options ?? new IsolationForestOptions();

    public string Name => DetectorName;

    public IFittedDetector Fit(RecordBatch batch, int seed)
    {
        var features = FeatureSchema.Of(batch);
        var rows = new FeatureColumns(batch);
        var medians = new float[features.Count];
        Parallel.For(0, features.Count, j => medians[j] = MedianOf(rows[j]));

        var sample = Math.Min(_options.SampleSize, rows.Rows);
        var forest = new TreeArrays(_options.Trees, depth: Math.Max(1, (int)Math.Ceiling(Math.Log2(Math.Max(2, sample)))));
        Parallel.For(0, _options.Trees, tree => new TreeBuilder(rows, medians, forest, tree, SplitMix.For(seed, tree)).Build(sample));
        return new FittedIsolationForest(features, medians, forest, sample);
    }

    private static float MedianOf(ReadOnlySpan<float> column)
    {
        var values = new List<float>(column.Length);
        foreach (var value in column)
        {
            if (!float.IsNaN(value))
            {
                values.Add(value);
            }
        }

        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }
}
