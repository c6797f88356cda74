using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.UnitTests.Models;

/// <summary>Small made-up batches: correlated normal columns with a few planted rows at the end.</summary>
internal static class Synthetic
{
    public static RecordBatch Batch(int rows, int columns, int planted = 0, int seed = 7, bool gaps = false, IReadOnlyList<Feature>? features = null, string[]? peers = null)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, columns).Select(_ => new float[rows]).ToArray();
        for (var i = 0; i < rows; i++)
        {
            var common = Normal(random);
            for (var j = 0; j < columns; j++)
            {
                values[j][i] = (float)((0.8 * common) + (0.6 * Normal(random)) + (i >= rows - planted ? 6 + j : 0));
                if (gaps && random.Next(10) == 0)
                {
                    values[j][i] = float.NaN;
                }
            }
        }

        return FeatureBatch.Of(
            features ?? [.. Enumerable.Range(0, columns).Select(j => new Feature($"f{j}", Direction.Both))], values, peers);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
