using FundWatch.Models.Features;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace FundWatch.Models.RandomizedPca;

/// <summary>The directions in which rows usually vary, found by ML.NET's RandomizedPca on standardised rows.</summary>
/// <param name="Center">Mean of the standardised (capped) rows.</param>
/// <param name="Axes">Orthonormal directions, each as long as there are features.</param>
internal sealed record Subspace(float[] Center, float[][] Axes)
{
    // ML.NET divides by zero where columns depend on one another or never vary; a hundredth of a deviation of noise in fitting prevents it.
    private const float Jitter = 0.01f;

    public static Subspace Fit(FeatureColumns rows, ColumnScale scale, RandomizedPcaOptions options, int seed)
    {
        var width = rows.Count;
        var stride = Math.Max(1, (rows.Rows + options.FitRows - 1) / options.FitRows);
        var center = new float[width];
        if (width == 1 || rows.Rows < 2)
        {
            return new Subspace(center, []);
        }

        // Full rank first: ML.NET tells directions but not how much each explains, so that is measured on the rows afterwards.
        var ml = new MLContext(seed);
        var layout = SchemaDefinition.Create(typeof(StandardisedRow));
        layout[nameof(StandardisedRow.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var view = ml.Data.LoadFromEnumerable(Standardised(rows, scale, stride, SplitMix.For(seed, stride), Jitter), layout);
        var model = ml.AnomalyDetection.Trainers.RandomizedPca(new RandomizedPcaTrainer.Options
        {
            FeatureColumnName = nameof(StandardisedRow.Values),
            Rank = Math.Min(width, 20),
            Oversampling = Math.Min(options.Oversampling, width),
            EnsureZeroMean = true,
            Seed = seed,
        }).Fit(view).Model;

        VBuffer<float>[] vectors = [];
        model.GetEigenVectors(ref vectors, out var rank);
        VBuffer<float> mean = default;
        model.GetMean(ref mean);
        mean.CopyTo(center);
        var axes = vectors.Take(rank).Select(v => v.DenseValues().ToArray()).ToArray();
        return new Subspace(center, Usual(axes, center, Standardised(rows, scale, stride, default, 0), options.Explained));
    }

    /// <summary>What the subspace cannot reproduce of a standardised row, in place.</summary>
    public void Residual(Span<float> row)
    {
        for (var j = 0; j < row.Length; j++)
        {
            row[j] -= Center[j];
        }

        foreach (var axis in Axes)
        {
            var projection = 0f;
            for (var j = 0; j < row.Length; j++)
            {
                projection += row[j] * axis[j];
            }

            for (var j = 0; j < row.Length; j++)
            {
                row[j] -= projection * axis[j];
            }
        }
    }

    /// <summary>The fewest axes, strongest first, that explain the wanted share of the variance; always one left out, or nothing could be strange.</summary>
    private static float[][] Usual(float[][] axes, float[] center, IEnumerable<StandardisedRow> rows, double wanted)
    {
        var variance = new double[axes.Length];
        var total = 0.0;
        foreach (var row in rows)
        {
            var values = row.Values;
            for (var j = 0; j < values.Length; j++)
            {
                values[j] -= center[j];
                total += values[j] * (double)values[j];
            }

            for (var k = 0; k < axes.Length; k++)
            {
                var projection = 0.0;
                for (var j = 0; j < values.Length; j++)
                {
                    projection += values[j] * (double)axes[k][j];
                }

                variance[k] += projection * projection;
            }
        }

        var order = Enumerable.Range(0, axes.Length).OrderByDescending(k => variance[k]).ToList();
        var (kept, explained) = (0, 0.0);
        while (kept < Math.Min(axes.Length, center.Length - 1) && explained < wanted * total)
        {
            explained += variance[order[kept++]];
        }

        return [.. order.Take(kept).Select(k => axes[k])];
    }

    private static IEnumerable<StandardisedRow> Standardised(FeatureColumns rows, ColumnScale scale, int stride, SplitMix random, float jitter)
    {
        for (var i = 0; i < rows.Rows; i += stride)
        {
            var values = new float[rows.Count];
            scale.Standardise(rows, i, values);
            for (var j = 0; j < values.Length && jitter > 0; j++)
            {
                values[j] += jitter * (float)((2 * random.NextDouble()) - 1);
            }

            yield return new StandardisedRow { Values = values };
        }
    }

    private sealed class StandardisedRow
    {
        public float[] Values { get; init; } = [];
    }
}
